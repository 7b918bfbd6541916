import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EgressGuard } from '../egress-guard';
import { HttpSender } from '../http-sender';

const DOCUMENT = readFileSync(join(__dirname, '../../../../docs/security.md'), 'utf8');
const ROW = /^\| `(\S+)` +\| .+? +\| (.+?) +\|$/gm;
/** The table of the document is the table of this test. */
const HOSTS = [...DOCUMENT.matchAll(ROW)].map(([, host = '', kind = '']) => [host, kind] as const);
const UNREADABLE = 'the URL is not valid';
/** As the guard sees it. */
const hostOf = (written: string) => new URL(`http://${written}/`).hostname.replace(/^\[|\]$/g, '');
/** Those that lead to the machine of the test when nobody forbids it. */
const HERE = HOSTS.filter(([host, kind]) => kind !== UNREADABLE && hostOf(host) === '127.0.0.1');

const guarded = new HttpSender({ egress: 'guarded', egressAllow: [] });
const open = new HttpSender({ egress: 'open', egressAllow: [] });
const guard = new EgressGuard({ egress: 'open', egressAllow: [] });
let server: Server;
let port = 0;

const outcomeOf = async (by: HttpSender, url: string) =>
  (await by.send({ url, method: 'GET', headers: {}, body: null, timeoutMs: 2_000 })).outcome;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterAll(async () => {
  await Promise.all([guarded.close(), open.close()]);
  server.close();
});

describe('an internal host', () => {
  it('should stand in the document, in many forms', () => {
    expect(HOSTS.length).toBeGreaterThan(80);
    expect(new Set(HOSTS.map(([host]) => host)).size).toBe(HOSTS.length);
    expect(HERE.length).toBeGreaterThan(15);
  });

  it.each(HOSTS)('should be refused in production: %s is %s', async (host, kind) => {
    const message = kind === UNREADABLE ? kind : `${hostOf(host)} is internal (${kind})`;
    for (const url of [`http://${host}/`, `https://${host}:8443/x`]) {
      expect(await outcomeOf(guarded, url)).toEqual({ kind: 'refused', code: 'EGRESS_REFUSED', message });
    }
  });

  it.each(HOSTS.filter(([, kind]) => kind !== UNREADABLE))('should not be refused in local: %s', (written) => {
    const host = hostOf(written);
    const addresses = [{ address: host }, { address: '10.0.0.1' }];
    expect(() => guard.checkTarget({ host, port: 6_379 })).not.toThrow();
    expect(guard.permittedOf({ host, port: 6_379 }, addresses)).toEqual(addresses);
  });

  it.each(HERE)('should be reached in local: %s', async (host) => {
    expect(await outcomeOf(open, `http://${host}:${port}/`)).toMatchObject({ status: 200, body: 'here' });
  });
});
