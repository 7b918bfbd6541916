import type { ContractCase, Step } from '../../contract-case';
import type { Finding } from '../../finding';
import { acknowledged } from '../../judge';
import { capturedIn, sendsOwn } from '../../steps';
import { PAGES } from '../pages';
import { spelledAs, spellings } from './spellings';

/** Each spelling with a callback of its own. */
const spellsItOtherwise: Step = async (scene) => {
  const { header } = scene.cast.options.secret ?? { header: '' };
  let finding: Finding | null = null;
  for (const spelling of spellings(header)) {
    finding ??= await sendsOwn({
      what: `callback with the header ${spelling}`,
      changed: `the header is spelled ${spelling}`,
      headers: () => spelledAs(capturedIn(scene).request.headers, header, spelling),
      judge: acknowledged,
      rewards: 1,
    })(scene);
  }
  return finding;
};

export const headerCase: ContractCase = {
  id: 'header-case',
  title: 'The secret header counts, however its name is spelled',
  rule: {
    says: 'The secret comes in a header of a name that you choose. Header names have no case (RFC 9110 section 5.1), and HTTP/2 sends all of them in lower case.',
    page: PAGES.security,
    sure: 'ours',
  },
  fix: 'Compare header names without regard to case: most frameworks give them in lower case, or have a function that does.',
  weight: 'fail',
  unplayable: ({ secret }) => (secret === null ? 'no --secret-header was given' : null),
  steps: [spellsItOtherwise],
};
