import { hashKey } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, type CallAdmin } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { caller } = testApi(db);

async function anAccount(): Promise<{ id: string; admin: CallAdmin; partnerId: string }> {
  const { id, slug } = await given.account();
  const admin = caller(ROOT_KEY, slug);
  const { body } = await admin('POST', '/partners', { name: 'Brightwheels' });
  return { id, admin, partnerId: body.id };
}

describe('keys', () => {
  it('should show a new key once and keep its hash alone', async () => {
    const { admin } = await anAccount();
    const made = await admin('POST', '/account/keys', { scope: 'management' });
    expect(made).toMatchObject({
      status: 201,
      body: { scope: 'management', partnerId: null, apiKey: expect.stringMatching(/^[\w-]{43}$/) as string },
    });
    const { apiKey, ...shown } = made.body as unknown as Record<string, unknown> & { apiKey: string };
    const { body } = await admin('GET', '/account/keys');
    expect(body.items).toContainEqual(shown);
    expect(JSON.stringify(body)).not.toContain(apiKey);
    expect(await db.row('SELECT key_hash FROM api_keys WHERE id = $1', [shown['id']])).toEqual({
      key_hash: hashKey(apiKey),
    });
  });

  it.each(['management', 'partner', 'advertiser'])('should not open the admin REST to scope %s', async (scope) => {
    const { admin, partnerId } = await anAccount();
    const { body } = await admin('POST', '/account/keys', { scope, ...(scope === 'partner' && { partnerId }) });
    const narrow = caller(String(body['apiKey']));
    for (const [method, path] of [
      ['GET', '/account'],
      ['GET', '/account/keys'],
      ['POST', '/account/keys'],
      ['GET', '/accounts'],
    ] as const) {
      expect({ path, status: (await narrow(method, path, method === 'POST' ? { scope } : undefined)).status }).toEqual({
        path,
        status: 403,
      });
    }
  });

  it('should open everything of the account to scope admin, until it is revoked', async () => {
    const { admin } = await anAccount();
    const { body } = await admin('POST', '/account/keys', { scope: 'admin' });
    const own = caller(String(body['apiKey']));
    expect((await own('GET', '/account')).status).toBe(200);
    expect((await admin('DELETE', `/account/keys/${body.id}`)).status).toBe(204);
    expect((await own('GET', '/account')).status).toBe(401);
    expect((await admin('DELETE', `/account/keys/${body.id}`)).status).toBe(404);
  });

  it.each([
    ['no scope', {}, 'scope'],
    ['an unknown scope', { scope: 'root' }, 'scope'],
    ['a partner key without its partner', { scope: 'partner' }, 'partnerId'],
    [
      'a partner for another scope',
      { scope: 'management', partnerId: '019a8f3e-0000-7000-8000-000000000000' },
      'partnerId',
    ],
    ['an unknown partner', { scope: 'partner', partnerId: '019a8f3e-0000-7000-8000-000000000000' }, 'partnerId'],
    ['a partner that is no id', { scope: 'partner', partnerId: 'x' }, 'partnerId'],
    ['no partner by name', { scope: 'partner', partnerId: null }, 'partnerId'],
  ])('should refuse %s, naming the field', async (_, fields, field) => {
    const { id, admin } = await anAccount();
    const count = 'SELECT count(*)::int AS count FROM api_keys WHERE account_id = $1';
    const before = await db.row(count, [id]);
    const refused = await admin('POST', '/account/keys', fields);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await db.row(count, [id])).toEqual(before);
  });

  it("should neither bind a key to another account's partner nor revoke another's key", async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    const { body } = await theirs.admin('POST', '/account/keys', { scope: 'partner', partnerId: theirs.partnerId });
    expect(await mine.admin('POST', '/account/keys', { scope: 'partner', partnerId: theirs.partnerId })).toMatchObject({
      status: 400,
    });
    expect((await mine.admin('DELETE', `/account/keys/${body.id}`)).status).toBe(404);
    expect((await theirs.admin('GET', '/account/keys')).body.items).toContainEqual(
      expect.objectContaining({ id: body.id }),
    );
  });

  it('should go with the partner that it belongs to', async () => {
    const { id, admin, partnerId } = await anAccount();
    await admin('POST', '/account/keys', { scope: 'partner', partnerId });
    expect((await admin('DELETE', `/partners/${partnerId}`)).status).toBe(204);
    expect(await db.rows(`SELECT FROM api_keys WHERE account_id = $1 AND scope = 'partner'`, [id])).toEqual([]);
  });
});
