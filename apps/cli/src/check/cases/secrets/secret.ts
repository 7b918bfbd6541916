import type { ContractCase } from '../../contract-case';
import { refused } from '../../judge';
import type { Scene } from '../../scene';
import { capturedIn, sendsOwn } from '../../steps';
import { PAGES } from '../pages';

type Headers = Readonly<Record<string, string>>;

/** The captured headers with this value of the secret; without one the header is left out. */
function headersWith(scene: Scene, wrong: string | null): Headers {
  const secret = scene.cast.options.secret?.header.toLowerCase() ?? '';
  const { [secret]: _, ...others } = capturedIn(scene).request.headers;
  return wrong === null ? others : { ...others, [secret]: wrong };
}

const sends = (what: string, changed: string, wrong: string | null) =>
  sendsOwn({ what, changed, headers: (scene) => headersWith(scene, wrong), judge: refused, rewards: 0 });

export const secret: ContractCase = {
  id: 'secret',
  title: 'A callback without the secret, or with a wrong one, is refused',
  rule: {
    says: 'Every callback carries the header and the secret that you configured; nothing else tells that it is from the platform.',
    page: PAGES.security,
    sure: 'documented',
  },
  fix: 'Compare the secret, in constant time, before anything is stored; answer 401 without it. 500 and 503 mean that you are down.',
  weight: 'fail',
  unplayable: ({ secret: configured }) =>
    configured === null ? 'no --secret-header was given: without a secret anybody can make up rewards' : null,
  steps: [
    sends('callback without the secret', 'the secret header is left out', null),
    sends('callback with a wrong secret', 'the secret is another one', 'not-the-secret'),
  ],
};
