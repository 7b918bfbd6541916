import { Database } from '@app/store';
import { Given, testDatabase } from '@app/testing';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const api = testApi(db);
let account = '';

beforeAll(async () => {
  account = (await given.account()).slug;
});

const IMPORT = '/admin/v1/conversions/import?kind=upload';

interface Call {
  path?: string;
  key?: string;
  type: string;
  body?: string;
  /** Announced; what is not in `body` never comes. */
  length?: number;
}

/** The answer to a call, which may come before its body is there. */
async function post({ path = IMPORT, key = ROOT_KEY, type, body = '', length = body.length }: Call): Promise<object> {
  const identity = { authorization: `ApiToken ${key}`, 'x-pitlane-account': account };
  const headers = { ...identity, 'content-type': type, 'content-length': length };
  return new Promise((resolve, reject) => {
    const outgoing = request(api.url() + path, { method: 'POST', headers, agent: false }, (response) => {
      const { statusCode: status, headers: answered } = response;
      text(response)
        .then((answer) => {
          resolve({
            status,
            type: answered['content-type'],
            detail: (JSON.parse(answer) as { detail: string }).detail,
          });
          outgoing.destroy();
        })
        .catch(reject);
    });
    outgoing.on('error', reject);
    outgoing.write(body === '' ? ' ' : body);
  });
}

const problem = (status: number, detail: string): object => ({
  status,
  type: 'application/problem+json; charset=utf-8',
  detail: expect.stringContaining(detail) as string,
});

describe('a route that takes a file', () => {
  it.each(['text/csv', 'application/json', 'multipart/form-data; boundary=x', 'text/plain'])(
    'should refuse a wrong key before it reads the file: %s',
    async (type) => {
      const call = { type, key: 'wrong', body: '{"a', length: 50_000_000 };
      expect(await post(call)).toEqual(problem(401, 'Send a valid key'));
    },
  );

  it('should say which types it takes', async () => {
    const call = { type: 'application/json', body: '{}', length: 5_000_000 };
    expect(await post(call)).toEqual(problem(415, 'multipart/form-data, or as the body, of type text/csv,'));
  });

  it('should say that 100 MB is what it takes', async () => {
    expect(await post({ type: 'text/csv', length: 104_857_601 })).toEqual(problem(413, 'larger than 100 MB'));
  });
});

describe('any other route', () => {
  it.each(['text/csv', 'multipart/form-data; boundary=x', 'application/vnd.pitlane.unread'])(
    'should take no %s',
    async (type) => {
      expect(await post({ path: '/admin/v1/offers', type, body: 'a,b' })).toEqual(
        problem(415, 'Unsupported Media Type'),
      );
    },
  );

  it('should take 1 MiB', async () => {
    const call = { path: '/admin/v1/offers', type: 'application/json', length: 1_048_577 };
    expect(await post(call)).toEqual(problem(413, 'larger than 1 MiB'));
  });
});
