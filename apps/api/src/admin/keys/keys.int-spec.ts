import { hashKey } from '@app/runtime';
import { Database, stampKeyUse } from '@app/store';
import { Given, testDatabase, until, type CallAdmin } from '@app/testing';
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

  it('should replace a key by one that opens the same, and let the old one work on for as long as is asked for', async () => {
    const { admin } = await anAccount();
    const { body: old } = await admin('POST', '/account/keys', { scope: 'admin', name: 'CI' });
    const rotated = await admin('POST', `/account/keys/${old.id}/rotate`, { overlap: '1h' });
    expect(rotated).toMatchObject({ status: 201, body: { scope: 'admin', name: 'CI', expiresAt: null } });
    for (const key of [old['apiKey'], rotated.body['apiKey']]) {
      expect((await caller(String(key))('GET', '/account')).status).toBe(200);
    }
    const listed = (await admin('GET', '/account/keys')).body.items.find(({ id }) => id === old.id);
    expect(Date.parse(String(listed?.['expiresAt'])) - Date.now()).toBeLessThanOrEqual(3_600_000);
    await db.rows(`UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1`, [old.id]);
    expect((await caller(String(old['apiKey']))('GET', '/account')).status).toBe(401);
    expect((await caller(String(rotated.body['apiKey']))('GET', '/account')).status).toBe(200);
    expect((await admin('POST', `/account/keys/${old.id}/rotate`, {})).status).toBe(404);
  });

  it.each<[string, object | undefined, number]>([
    ['no overlap', { overlap: 0 }, 0],
    ['no body', undefined, 86_400_000],
    ['a day without one', {}, 86_400_000],
  ])('should end the old key after %s', async (_, body, overlapMs) => {
    const { admin } = await anAccount();
    const { body: old } = await admin('POST', '/account/keys', { scope: 'management' });
    expect((await admin('POST', `/account/keys/${old.id}/rotate`, body)).status).toBe(201);
    expect(
      await db.row(
        `SELECT expires_at <= now() + $2 * interval '1 ms' AND expires_at > now() + ($2 - 60000) * interval '1 ms' AS "isSo" FROM api_keys WHERE id = $1`,
        [old.id, overlapMs],
      ),
    ).toEqual({ isSo: true });
  });

  it('should rotate a key by itself, and never lengthen the life of one that ends', async () => {
    const { admin } = await anAccount();
    const { body: old } = await admin('POST', '/account/keys', { scope: 'admin' });
    const own = caller(String(old['apiKey']));
    expect((await own('POST', `/account/keys/${old.id}/rotate`, { overlap: '1m' })).status).toBe(201);
    const before = await db.row('SELECT expires_at FROM api_keys WHERE id = $1', [old.id]);
    expect((await own('POST', `/account/keys/${old.id}/rotate`, { overlap: '1d' })).status).toBe(201);
    expect(await db.row('SELECT expires_at FROM api_keys WHERE id = $1', [old.id])).toEqual(before);
  });

  it.each<[string, object, string]>([
    ['an overlap of more than 90 days', { overlap: '91d' }, 'overlap'],
    ['an overlap that is no duration', { overlap: 'soon' }, 'overlap'],
    ['less than none', { overlap: -1 }, 'overlap'],
    ['an unknown field', { scope: 'admin' }, 'scope'],
  ])('should refuse to rotate with %s', async (_, body, field) => {
    const { admin } = await anAccount();
    const { body: old } = await admin('POST', '/account/keys', { scope: 'management' });
    const refused = await admin('POST', `/account/keys/${old.id}/rotate`, body);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await db.row('SELECT expires_at FROM api_keys WHERE id = $1', [old.id])).toEqual({ expires_at: null });
  });

  it('should tell when a key was last used, and write that once a minute', async () => {
    const { admin } = await anAccount();
    const { body } = await admin('POST', '/account/keys', { scope: 'admin' });
    const own = caller(String(body['apiKey']));
    const lastUse = async (): Promise<unknown> =>
      (await admin('GET', '/account/keys')).body.items.find(({ id }) => id === body.id)?.['lastUsedAt'];
    expect(await lastUse()).toBeNull();
    await own('GET', '/account');
    await until(async () => (await lastUse()) !== null);
    const first = await db.row('SELECT xmin::text, last_used_at FROM api_keys WHERE id = $1', [body.id]);
    await own('GET', '/account');
    await stampKeyUse(db.database, [body.id]);
    expect(await db.row('SELECT xmin::text, last_used_at FROM api_keys WHERE id = $1', [body.id])).toEqual(first);
    await db.rows(`UPDATE api_keys SET last_used_at = now() - interval '2 minutes' WHERE id = $1`, [body.id]);
    await stampKeyUse(db.database, [body.id]);
    expect(
      await db.row(`SELECT last_used_at > now() - interval '1 minute' AS "isNew" FROM api_keys WHERE id = $1`, [
        body.id,
      ]),
    ).toEqual({ isNew: true });
  });

  it("should neither bind a key to another account's partner nor revoke another's key", async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    const { body } = await theirs.admin('POST', '/account/keys', { scope: 'partner', partnerId: theirs.partnerId });
    expect(await mine.admin('POST', '/account/keys', { scope: 'partner', partnerId: theirs.partnerId })).toMatchObject({
      status: 400,
    });
    expect((await mine.admin('DELETE', `/account/keys/${body.id}`)).status).toBe(404);
    expect((await mine.admin('POST', `/account/keys/${body.id}/rotate`, {})).status).toBe(404);
    expect((await theirs.admin('GET', '/account/keys')).body.items).toContainEqual(
      expect.objectContaining({ id: body.id, expiresAt: null }),
    );
  });

  it('should go with the partner that it belongs to', async () => {
    const { id, admin, partnerId } = await anAccount();
    await admin('POST', '/account/keys', { scope: 'partner', partnerId });
    expect((await admin('DELETE', `/partners/${partnerId}`)).status).toBe(204);
    expect(await db.rows(`SELECT FROM api_keys WHERE account_id = $1 AND scope = 'partner'`, [id])).toEqual([]);
  });
});
