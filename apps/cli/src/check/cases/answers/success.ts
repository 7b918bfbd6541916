import type { ContractCase, Step } from '../../contract-case';
import type { Finding } from '../../finding';
import { answerInShort, isAcknowledged, type Exchange } from '../../exchange';
import { deriveCallback } from '../../receiver/derive';
import type { Scene } from '../../scene';
import { captures, converts, rewards } from '../../steps';
import { PAGES } from '../pages';
import { spelledAs, spellings } from '../secrets/spellings';

const NOT_LET_IN = ['401', '403'];

/** Refused at the door? Then it may be the spelling of the header, which is a case of its own. */
const convertsAtFirst: Step = async (scene) => {
  const finding = await converts()(scene);
  const [first] = scene.exchanges;
  if (first === undefined || finding === null || !NOT_LET_IN.includes(answerInShort(first))) return finding;
  return (await refusedForSpelling(scene, first)) ?? finding;
};

async function refusedForSpelling(scene: Scene, first: Exchange): Promise<Finding | null> {
  const { header } = scene.cast.options.secret ?? { header: '' };
  for (const spelling of spellings(header)) {
    const headers = spelledAs(first.request.headers, header, spelling);
    const { body } = deriveCallback(first.request.body);
    const what = `callback with the header ${spelling}`;
    const exchange = await scene.send({ what, changed: `the header is spelled ${spelling}`, headers, body });
    const got = `${answerInShort(first)} to ${header.toLowerCase()}, ${answerInShort(exchange)} to ${spelling}`;
    const expected = 'the same answer, however the header name is spelled';
    if (isAcknowledged(exchange)) return { blame: 'header-case', expected, got, exchange: first };
  }
  return null;
}

export const success: ContractCase = {
  id: 'success',
  title: 'A Success callback is acknowledged, and the member rewarded once',
  rule: {
    says: 'A valid conversion calls back once, as one JSON POST with the whole schema; any 2xx acknowledges it. Reward on Success, and on nothing else.',
    page: PAGES.setup,
    sure: 'documented',
  },
  fix: 'Take POST with content-type application/json and answer 2xx. If you look members up, name one that you know: --member.',
  weight: 'fail',
  blocks: true,
  steps: [convertsAtFirst, captures, rewards(1)],
};
