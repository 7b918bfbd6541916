import { connect } from 'node:net';
import { request, type HttpAnswer } from '../support/http';
import { documentedOperations, type Operation } from '../support/openapi';
import { startPitlane, testPitlane, type Pitlane } from '../support/pitlane';

/** Routes whose answers go to servers, or send a browser on: they say that nothing is to be guessed, and no more. */
const TRACKING =
  /^\/(track|postback|r\/.*|api\/v1\/(conversion|offer-wall\/offer-link(-redirect)?|offer-link\/redirect\/.*|\{s1\}.*))$/;
const FRAMED = '/offer-wall';
const RECEIVERS = '/receivers/';
/** It never ends for whoever is let in. */
const STREAM = '/admin/v1/emulator/events';

const pitlane = testPitlane();

async function answers(headers: Record<string, string> = {}): Promise<{ route: Operation; answer: HttpAnswer }[]> {
  const { operations } = await documentedOperations(pitlane().url, '/');
  const routes = operations.filter(({ path }) => headers['authorization'] === undefined || path !== STREAM);
  return Promise.all(
    routes.map(async (route) => {
      const url = `${pitlane().url}${route.path.replaceAll(/\{\w+\}/g, 'x')}`;
      return { route, answer: await request(url, { method: route.method, headers }) };
    }),
  );
}

/** What is wrong with an answer's headers; nothing is: an empty list. */
function lacking({ path }: { path: string }, { headers }: Pick<HttpAnswer, 'headers'>): string[] {
  const wanted: [string, RegExp][] = [['x-content-type-options', /^nosniff$/]];
  const isFramed = path.startsWith(FRAMED);
  const isStrict = !TRACKING.test(path) && !path.startsWith(RECEIVERS) && !isFramed;
  if (isStrict) wanted.push(['x-frame-options', /^DENY$/]);
  if (isStrict || isFramed) {
    wanted.push(
      ['content-security-policy', /^default-src 'none';.*base-uri 'none'/],
      ['referrer-policy', /^no-referrer$/],
      ['cross-origin-opener-policy', /^same-origin$/],
      ['cross-origin-resource-policy', isFramed ? /^cross-origin$/ : /^same-origin$/],
      ['x-permitted-cross-domain-policies', /^none$/],
    );
  }
  if (path.startsWith('/admin/')) wanted.push(['cache-control', /^no-store$/]);
  const unwanted = ['x-powered-by', 'server', 'strict-transport-security'].filter((name) => headers.has(name));
  return [...wanted.filter(([name, value]) => !value.test(headers.get(name) ?? '')).map(([name]) => name), ...unwanted];
}

describe('headers of answers (K9)', () => {
  it.each([
    ['without a key', (): Record<string, string> => ({})],
    ['with the root key', (): Record<string, string> => ({ authorization: `ApiToken ${pitlane().adminKey}` })],
  ])('should be there on every documented route: %s', async (_, headers) => {
    const given = await answers(headers());
    expect(given.length).toBeGreaterThan(80);
    const bare = given
      .map(({ route, answer }) => ({ route: `${route.method} ${route.path}`, lacks: lacking(route, answer) }))
      .filter(({ lacks }) => lacks.length > 0);
    expect(bare).toEqual([]);
    expect(given.filter(({ answer }) => answer.status >= 500).map(({ route }) => route.path)).toEqual([]);
  });

  it.each(['/nothing', '/admin/v1/nothing', '/api/v1/nothing', '/%', '/receivers/a/b/c', '/admin/v1/offers/%00'])(
    'should be there where nobody answers: %s',
    async (path) => {
      expect(lacking({ path }, await request(`${pitlane().url}${path}`))).toEqual([]);
    },
  );

  it('should be there on a click, one header and no more', async () => {
    const account = await pitlane().account();
    const offer = await account.offer();
    const { status, headers } = await request(`${account.local(offer.clickUrl)}ann`);
    expect(status).toBe(302);
    expect([...headers.keys()].sort()).toEqual(
      [
        'cache-control',
        'connection',
        'content-length',
        'date',
        'keep-alive',
        'location',
        'x-content-type-options',
      ].sort(),
    );
  });

  it('should be there on files, streams and bodies that are too large', async () => {
    const authorization = `ApiToken ${pitlane().adminKey}`;
    const file = await request(`${pitlane().url}/admin/v1/offers?format=csv`, { headers: { authorization } });
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="offers.csv"');
    const large = await request(`${pitlane().url}/admin/v1/offers`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: `{"name":"${'x'.repeat(1_048_577)}"}`,
    });
    expect(large.status).toBe(413);
    const stream = await fetch(`${pitlane().url}${STREAM}`, { headers: { authorization } });
    await stream.body?.cancel();
    for (const { headers } of [file, large, stream]) {
      expect(lacking({ path: '/admin/v1/x' }, { headers })).toEqual([]);
    }
  });

  it('should let any page frame the offer wall, and nothing else', async () => {
    const framing = async (path: string): Promise<unknown> => {
      const { headers } = await request(`${pitlane().url}${path}`);
      const isForbidden = headers.get('content-security-policy')?.includes("frame-ancestors 'none'");
      return [headers.has('x-frame-options'), isForbidden];
    };
    expect(await framing('/offer-wall?pub_member_id=ann')).toEqual([false, false]);
    for (const path of ['/', '/docs', '/login', '/health/live']) {
      expect([path, await framing(path)]).toEqual([path, [true, true]]);
    }
  });

  it('should keep what a receiver answers from acting as a page of ours', async () => {
    const account = await pitlane().account();
    const page = { 'content-type': 'text/html', 'content-security-policy': 'script-src *', 'x-mine': '1' };
    const url = await account.receiver('page', { status: 200, headers: page, body: '<script>1</script>' });
    const { headers } = await request(account.local(url));
    expect(headers.get('content-security-policy')).toBe('sandbox');
    expect([headers.get('content-type'), headers.get('x-mine')]).toEqual(['text/html', '1']);
  });
});

describe('Strict-Transport-Security (K9)', () => {
  let production: Pitlane;

  beforeAll(async () => {
    production = await startPitlane({
      env: { PITLANE_PROFILE: 'production', PITLANE_ADMIN_KEY: 'a-root-key-of-production', TRUST_PROXY: '127.0.0.1' },
    });
  });

  afterAll(() => production.close());

  it.each(['/', '/health/live', '/admin/v1/offers', '/nothing', '/track', '/offer-wall'])(
    'should be told who came by HTTPS, as the trusted proxy says, and nobody else: %s',
    async (path) => {
      const told = async (protocol: string): Promise<string | null> => {
        const { headers } = await request(`${production.url}${path}`, { headers: { 'x-forwarded-proto': protocol } });
        return headers.get('strict-transport-security');
      };
      expect([await told('https'), await told('http')]).toEqual(['max-age=31536000', null]);
    },
  );

  it('should not be told on the word of anybody', async () => {
    const { headers } = await request(`${pitlane().url}/`, { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('should have no server name in it, even for what is no HTTP', async () => {
    const { hostname, port } = new URL(production.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('nonsense\r\n\r\n'));
      socket.on('error', () => undefined);
      socket.once('data', (piece: Buffer) => {
        resolve(piece.toString());
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toMatch(/^(server|x-powered-by):/im);
  });
});
