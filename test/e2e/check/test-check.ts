import { testPitlane, type Pitlane } from '../support/pitlane';
import { Endpoint, type Behaviour } from './receivers/endpoint';
import { SECRET } from './receivers/good';
import { runCheck, type Ended } from './run-check';

export const WITH_SECRET = ['--secret-header', SECRET.header, '--secret-value', SECRET.value];

export const verifying = (url: string): string[] => ['--verify-url', `${url}/rewards/{conversionId}`];

/** A server for a spec file, and endpoints that are there for one test. */
export interface CheckWorld {
  pitlane: () => Pitlane;
  /** Answers its address. */
  endpoint: (behaviour: Behaviour, certificate?: { cert: string; key: string }) => Promise<string>;
  /** The command on this server. */
  check: (url: string, ...args: string[]) => Promise<Ended>;
}

export function testCheck(): CheckWorld {
  const pitlane = testPitlane();
  const open: Endpoint[] = [];
  afterEach(() => Promise.all(open.splice(0).map((endpoint) => endpoint.close())));
  return {
    pitlane,
    endpoint: async (behaviour, certificate) => {
      const opened = await Endpoint.open(behaviour, certificate);
      open.push(opened);
      return opened.url;
    },
    check: (url, ...args) =>
      runCheck([`${url}/callback`, '--url', pitlane().url, '--key', pitlane().adminKey, ...args]),
  };
}
