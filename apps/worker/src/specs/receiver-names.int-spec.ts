import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpSender, type HttpSenderOptions } from '../http-sender';
import { type NameAnswer, NameServer } from './name-server';

/** The address that stands for a public one: it may be called here, the rest of the machine may not. */
const PUBLIC = '::1';
const INTERNAL = '127.0.0.1';
const INTERNAL_REFUSED = { kind: 'refused', code: 'EGRESS_REFUSED', message: 'shop.test is internal (loopback)' };

let names: NameServer;
let server: Server;
let port = 0;
/** Where each connection came in. */
let reached: string[] = [];
const senders: HttpSender[] = [];
const close: RequestListener = (_request, response) => response.writeHead(200, { connection: 'close' }).end();
let answer = close;

beforeAll(async () => {
  names = new NameServer(() => 'nobody');
  await names.listen();
  server = createServer((request, response) => answer(request, response));
  server.on('connection', ({ localAddress = '' }) => reached.push(localAddress.replace('::ffff:', '')));
  server.listen(0, '::');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  reached = [];
  names.questions.length = 0;
  answer = close;
});

afterEach(() => Promise.all(senders.splice(0).map((each) => each.close())));

afterAll(() => {
  names.close();
  server.close();
});

function sender(options: Partial<HttpSenderOptions> = {}): HttpSender {
  const created = new HttpSender({
    egress: 'guarded',
    egressAllow: [PUBLIC],
    nameServers: [names.address],
    ...options,
  });
  senders.push(created);
  return created;
}

const outcomeOf = async (by: HttpSender, host = 'shop.test', timeoutMs = 5_000) =>
  (await by.send({ url: `http://${host}:${port}/`, method: 'GET', headers: {}, body: null, timeoutMs })).outcome;

/** One answer a question for IPv4 addresses, the last one again and again. */
function says(...answers: NameAnswer[]): void {
  let round = -1;
  names.answer = ({ type }) => {
    if (type === 'A') round += 1;
    return answers[Math.min(Math.max(round, 0), answers.length - 1)] ?? 'nobody';
  };
}

describe('the name of a receiver, in production', () => {
  it('should be asked for and judged anew on every attempt', async () => {
    const by = sender();
    names.answer = () => [['AAAA', PUBLIC]];
    expect(await outcomeOf(by)).toMatchObject({ status: 200 });
    names.answer = () => [['A', INTERNAL]];
    expect(await outcomeOf(by)).toEqual(INTERNAL_REFUSED);
    names.answer = () => [['AAAA', PUBLIC]];
    expect(await outcomeOf(by)).toMatchObject({ status: 200 });
    expect(reached).toEqual([PUBLIC, PUBLIC]);
    expect(names.asked).toBe(3);
  });

  it('should be asked for once an attempt: what was judged is what is connected to', async () => {
    says([['AAAA', PUBLIC]], [['A', INTERNAL]]);
    expect(await outcomeOf(sender())).toMatchObject({ status: 200 });
    expect(reached).toEqual([PUBLIC]);
    expect(names.questions.map(({ type }) => type).sort()).toEqual(['A', 'AAAA']);
  });

  it('should keep a connection that it has, wherever the name leads meanwhile', async () => {
    const by = sender();
    answer = (_request, response) => response.end();
    names.answer = () => [['AAAA', PUBLIC]];
    expect(await outcomeOf(by)).toMatchObject({ status: 200 });
    names.answer = () => [['A', INTERNAL]];
    await new Promise((resolve) => setImmediate(resolve));
    expect(await outcomeOf(by)).toMatchObject({ status: 200 });
    expect(reached).toEqual([PUBLIC]);
  });

  it.each<[string, NameAnswer]>([
    [
      'a public one first',
      [
        ['A', INTERNAL],
        ['AAAA', PUBLIC],
      ],
    ],
    [
      'several of each',
      [
        ['A', '10.0.0.1'],
        ['A', INTERNAL],
        ['AAAA', 'fd00::1'],
        ['AAAA', PUBLIC],
      ],
    ],
    [
      'behind another name',
      [
        ['CNAME', 'edge.test'],
        ['A', INTERNAL],
        ['AAAA', PUBLIC],
      ],
    ],
  ])('should lead to the public ones of its addresses: %s', async (_what, records) => {
    names.answer = () => records;
    expect(await outcomeOf(sender())).toMatchObject({ status: 200 });
    expect(reached).toEqual([PUBLIC]);
  });

  it.each<[string, NameAnswer, string]>([
    ['an internal address', [['A', '10.1.2.3']], 'private'],
    [
      'several',
      [
        ['A', '169.254.169.254'],
        ['A', '10.1.2.3'],
        ['AAAA', 'fd00::1'],
      ],
      'link-local',
    ],
    [
      'another name that is internal',
      [
        ['CNAME', 'metadata.google.internal'],
        ['A', '169.254.169.254'],
      ],
      'link-local',
    ],
    [
      'a chain of names',
      [
        ['CNAME', 'a.test'],
        ['CNAME', 'b.test'],
        ['A', '192.168.7.7'],
      ],
      'private',
    ],
    ['a mapped address', [['AAAA', '::ffff:10.1.2.3']], 'IPv4-mapped'],
    ['an address that is put through', [['AAAA', '64:ff9b::a01:203']], 'NAT64'],
  ])('should be refused when it leads to %s, without a word of the address', async (_what, records, kind) => {
    names.answer = () => records;
    expect(await outcomeOf(sender())).toEqual({ ...INTERNAL_REFUSED, message: `shop.test is internal (${kind})` });
    expect(reached).toEqual([]);
  });

  it.each(['metadata.google.internal', 'a.localhost', 'redis', 'printer.local'])(
    'should not be asked for when it means something only inside: %s',
    async (host) => {
      names.answer = () => [['AAAA', PUBLIC]];
      expect(await outcomeOf(sender({ egressAllow: [`shop.test:${port}`] }), host)).toMatchObject({ kind: 'refused' });
      expect(names.questions).toEqual([]);
    },
  );

  it('should be let through where EGRESS_ALLOW names it, and only there', async () => {
    names.answer = () => [['A', INTERNAL]];
    const by = sender({ egressAllow: [`shop.test:${port}`] });
    expect(await outcomeOf(by)).toMatchObject({ status: 200 });
    expect(await outcomeOf(by, 'evil.shop.test')).toMatchObject({ kind: 'refused' });
    expect(await outcomeOf(sender({ egressAllow: [`shop.test:${port + 1}`] }))).toMatchObject({ kind: 'refused' });
    expect(reached).toEqual([INTERNAL]);
  });

  it.each<[string, NameAnswer, string]>([
    ['nobody has it', 'nobody', 'ENOTFOUND'],
    ['it has no address', [], 'ENOTFOUND'],
    ['it is another name without an address', [['CNAME', 'edge.test']], 'ENOTFOUND'],
    ['the name server talks nonsense', Buffer.from('\0\x07 no DNS at all'), 'ENOTFOUND'],
    ['the name server fails', 'failure', 'EAI_AGAIN'],
  ])('should be told when %s', async (_what, records, code) => {
    names.answer = () => records;
    expect(await outcomeOf(sender())).toMatchObject({ kind: 'no-answer', code });
  });

  it('should be waited for no longer than the deadline', async () => {
    names.answer = () => 'silence';
    const message = 'no connection within 200 ms';
    expect(await outcomeOf(sender(), 'shop.test', 200)).toEqual({ kind: 'no-answer', code: 'ETIMEDOUT', message });
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('should lead nowhere: %i', async (status) => {
    const asked: unknown[] = [];
    names.answer = () => [['AAAA', PUBLIC]];
    answer = ({ url }, response) => {
      asked.push(url);
      response.writeHead(status, { location: `http://127.0.0.1:${port}/inside` }).end();
    };
    expect(await outcomeOf(sender())).toMatchObject({ kind: 'answered', status });
    expect({ asked, reached }).toEqual({ asked: ['/'], reached: [PUBLIC] });
  });
});

describe('a proxy of the environment', () => {
  const environment = process.env;

  afterEach(() => {
    process.env = environment;
  });

  it('should not be used', async () => {
    const proxy = `http://127.0.0.1:${port}`;
    process.env = { ...environment, HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' };
    names.answer = () => [['AAAA', PUBLIC]];
    expect(await outcomeOf(sender())).toMatchObject({ status: 200 });
    expect(reached).toEqual([PUBLIC]);
  });
});
