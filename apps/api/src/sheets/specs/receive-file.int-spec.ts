import { createLog } from '@app/runtime';
import { until } from '@app/testing';
import { fastify, type FastifyInstance } from 'fastify';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { EdgeErrors } from '../../http/server/edge-errors.filter';
import { SecurityHeaders } from '../../http/server/security-headers';
import { registerUploads } from '../../http/server/uploads';
import { receiveFile } from '../receive-file';

const UPLOAD = '/admin/v1/conversions/import';
const HUNDRED_MB = 104_857_600;
const CSV = { 'content-type': 'text/csv' };
const FORM = { 'content-type': 'multipart/form-data; boundary=x' };

let app: FastifyInstance;
let port = 0;
let folder = '';

/** A server that answers how it received a file. */
async function listening(server: FastifyInstance): Promise<number> {
  const errors = new EdgeErrors([], createLog('silent'), new SecurityHeaders({ local: true, TRUST_PROXY: [] }));
  registerUploads(server, { parsedMs: 300 });
  server.setErrorHandler((error, incoming, reply) => errors.answer(error, incoming, reply));
  server.post(UPLOAD, async (incoming) => {
    const { path, name, bytes, remove } = await receiveFile(incoming, folder);
    const modes = [await stat(dirname(path)), await stat(path)].map(({ mode }) => (mode & 0o777).toString(8));
    const start = (await readFile(path)).toString('latin1', 0, 100);
    await remove();
    await remove();
    return { name, bytes, modes, start };
  });
  server.post('/other', () => ({}));
  return Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pitlane-receive-spec-'));
  app = fastify({ forceCloseConnections: true });
  port = await listening(app);
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  // Nothing of any file is left, whatever became of it.
  await until(async () => (await readdir(folder)).length === 0);
});

interface Sent {
  outgoing: ClientRequest;
  answer: Promise<{ status: number | undefined; body: unknown }>;
}

interface To {
  to?: number;
  agent?: Agent | false;
}

/** Starts a request; the caller writes its body. */
function start(path: string, headers: Record<string, string | number>, { to = port, agent = false }: To = {}): Sent {
  const outgoing = request({ port: to, host: '127.0.0.1', method: 'POST', path, headers, agent });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
  }).then(async (response) => ({ status: response.statusCode, body: await json(response) }));
  return { outgoing, answer };
}

function send(headers: Record<string, string>, body: string | Buffer): Sent['answer'] {
  const { outgoing, answer } = start(UPLOAD, headers);
  outgoing.end(body);
  return answer;
}

const part = (disposition: string, content: string): string =>
  `--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;

const refusal = (status: number, field: string | null): object => ({
  status,
  body: expect.objectContaining({
    status,
    errors: field === null ? [] : [expect.objectContaining({ field })],
  }) as object,
});

describe(receiveFile.name, () => {
  it.each([
    'text/csv; charset=utf-8',
    'application/vnd.ms-excel',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Application/Octet-Stream',
  ])('should take a body of type %s, into a folder that nobody else may enter', async (type) => {
    expect(await send({ 'content-type': type }, 'a,b\n\xff')).toEqual({
      status: 200,
      body: { name: null, bytes: 6, modes: ['700', '600'], start: Buffer.from('a,b\n\xff').toString('latin1') },
    });
  });

  it('should take the part “file” of a form', async () => {
    const form = `${part('name="file"; filename="C:\\\\dir\\\\März.csv"', 'a,b\r\n1,2')}--x--\r\n`;
    expect(await send(FORM, form)).toMatchObject({
      status: 200,
      body: { name: 'März.csv', bytes: 8, modes: ['700', '600'], start: 'a,b\r\n1,2' },
    });
  });

  it('should take a file of 100 MB to the byte, and none that is larger', async () => {
    const block = Buffer.alloc(1_048_576, 'x');
    const upload = async (more: string): Sent['answer'] => {
      const { outgoing, answer } = start(UPLOAD, { ...CSV, 'transfer-encoding': 'chunked' });
      for (let sent = 0; sent < HUNDRED_MB; sent += block.length) {
        await new Promise((resolve) => outgoing.write(block, resolve));
      }
      outgoing.end(more);
      return answer;
    };
    expect(await upload('')).toMatchObject({ status: 200, body: { bytes: HUNDRED_MB } });
    expect(await upload('x')).toMatchObject({ status: 413, body: { detail: 'The file is larger than 100 MB.' } });
  });

  it('should refuse a larger one as soon as it is announced', async () => {
    const { outgoing, answer } = start(UPLOAD, { ...CSV, 'content-length': HUNDRED_MB + 1 });
    outgoing.flushHeaders();
    expect(await answer).toEqual(refusal(413, 'file'));
    outgoing.destroy();
  });

  it.each<[what: string, headers: Record<string, string>, body: string, expected: object]>([
    ['a body that is empty', CSV, '', refusal(400, 'file')],
    ['a type that is no table', { 'content-type': 'application/json' }, '{}', refusal(415, null)],
    ['no type', {}, 'a,b', refusal(415, null)],
    ['a type that is no type', { 'content-type': ';;' }, 'a,b', refusal(415, null)],
    ['a packed body', { ...CSV, 'content-encoding': 'gzip' }, 'a,b', refusal(415, null)],
    ['a form without boundary', { 'content-type': 'multipart/form-data' }, 'a,b', refusal(400, null)],
    ['a form without file', FORM, '--x--\r\n', refusal(400, 'file')],
    ['a form whose file is empty', FORM, `${part('name="file"; filename="a"', '')}--x--\r\n`, refusal(400, 'file')],
    ['a form with another field', FORM, `${part('name="kind"', 'upload')}--x--\r\n`, refusal(400, 'kind')],
    [
      'a form with another field after the file',
      FORM,
      `${part('name="file"', 'a')}${part('name="kind"', 'upload')}--x--\r\n`,
      refusal(400, 'kind'),
    ],
    ['a form with two files', FORM, `${part('name="file"', 'a').repeat(2)}--x--\r\n`, refusal(400, 'file')],
    ['a form that is cut off in its file', FORM, part('name="file"', 'a,b'), refusal(400, null)],
    ['a form that is cut off before', FORM, '--x\r\nContent-Disposition: form-', refusal(400, null)],
    ['what is no form', FORM, 'a,b\n1,2\n', refusal(400, null)],
  ])('should refuse %s', async (_, headers, body, expected) => {
    expect(await send(headers, body)).toEqual(expected);
  });

  it.each([
    ['a body', CSV, 'a,b\n'],
    ['a form', FORM, '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na,b'],
  ])('should leave nothing of %s whose sender goes away', async (_, headers, body) => {
    const { outgoing, answer } = start(UPLOAD, { ...headers, 'content-length': 1_000 });
    outgoing.write(body);
    await until(async () => (await readdir(folder)).length === 1);
    outgoing.destroy();
    await expect(answer).rejects.toThrow();
  });
});

describe(registerUploads.name, () => {
  it('should cut off a body that does not come in time, and leave a slow upload its own', async () => {
    const upload = start(UPLOAD, { ...CSV, 'content-length': 8 });
    upload.outgoing.write('a,b\n');
    await until(async () => (await readdir(folder)).length === 1);
    const other = start('/other', { 'content-type': 'application/json', 'content-length': 8 });
    other.outgoing.write('{');
    expect(await other.answer).toMatchObject({ status: 408 });
    upload.outgoing.end('1,2\n');
    expect(await upload.answer).toMatchObject({ status: 200, body: { bytes: 8 } });
  });

  it('should cut off what is left of an upload that was answered', async () => {
    const agent = new Agent({ keepAlive: true });
    const { outgoing, answer } = start(UPLOAD, { 'content-type': 'text/plain', 'content-length': 8 }, { agent });
    outgoing.write('a,b\n');
    expect(await answer).toEqual(refusal(415, null));
    await until(() => outgoing.socket?.destroyed);
    agent.destroy();
  });

  it('should wait for no upload when the server closes', async () => {
    const closing = fastify({ forceCloseConnections: 'idle' });
    const { outgoing, answer } = start(UPLOAD, { ...CSV, 'content-length': 8 }, { to: await listening(closing) });
    const lost = expect(answer).rejects.toThrow();
    outgoing.write('a,b\n');
    await until(async () => (await readdir(folder)).length === 1);
    await closing.close();
    await lost;
  });

  it('should keep its own type to itself', async () => {
    const { outgoing, answer } = start('/other', { 'content-type': 'application/vnd.pitlane.unread' });
    outgoing.end('x');
    expect(await answer).toMatchObject({ status: 415 });
  });
});
