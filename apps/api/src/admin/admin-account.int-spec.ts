import { hashKey, SecretBox } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, type CallAdmin, type GivenAccount } from '@app/testing';
import { ROOT_KEY, testApi } from '../specs/test-api';

const PUBLIC_URL = 'https://pitlane.test';
const LINK = 'https://advertiser.test/?click={gk_click_id}';

const db = testDatabase(Database);
const given = new Given(db);
const { caller } = testApi(db, { PUBLIC_URL });

async function anAccount(): Promise<{ account: GivenAccount; admin: CallAdmin }> {
  const account = await given.account();
  return { account, admin: caller(ROOT_KEY, account.slug) };
}

describe('accounts', () => {
  const root: CallAdmin = (...call) => caller(ROOT_KEY)(...call);

  it('should make an account with everything that an offer needs, and show its key once', async () => {
    const made = await root('POST', '/accounts', { slug: 'suite-1' });
    expect(made).toMatchObject({
      status: 201,
      body: { slug: 'suite-1', apiKey: expect.stringMatching(/^[\w-]{43}$/) as string },
    });
    const { apiKey } = made.body as unknown as { apiKey: string };
    expect(await db.row('SELECT key_hash FROM api_keys WHERE account_id = $1', [made.body.id])).toEqual({
      key_hash: hashKey(apiKey),
    });
    const own = caller(apiKey);
    expect(await own('POST', '/offers', { name: 'First', link: LINK })).toMatchObject({ status: 201 });
    expect((await own('GET', '/accounts')).status).toBe(403);
    const { body } = await own('GET', '/account');
    expect(body['postbackUrl']).toMatch(
      /^https:\/\/pitlane\.test\/api\/v1\/[\w-]{12}\/[\w-]{23}\/[\w-]{17}\/\?signature=[\w-]{43}$/,
    );
    expect(body).toMatchObject({
      id: made.body.id,
      name: 'suite-1',
      openPostbacks: true,
      repeatCallbacks: true,
      nullMacro: 'empty',
    });
  });

  it('should refuse a slug that is taken, and one that is no host label', async () => {
    await root('POST', '/accounts', { slug: 'twice' });
    expect(await root('POST', '/accounts', { slug: 'twice' })).toMatchObject({ status: 409, fields: ['slug'] });
    expect(await root('POST', '/accounts', { slug: '-x' })).toMatchObject({ status: 400, fields: ['slug'] });
  });

  it('should remove everything of an account and nothing of another', async () => {
    const [gone, other] = [await given.account(), await given.account()];
    for (const account of [gone, other]) {
      const partner = await given.partner({ account });
      await given.postback({ partner });
      const offer = await given.offer({ account, events: [{ eventId: 'install' }] });
      await given.partnerLink(partner, offer);
      await given.delivery({ conversion: await given.conversion({ offer, partner }) });
    }
    expect((await root('DELETE', `/accounts/${gone.slug}`)).status).toBe(204);
    const tables = await db.rows<{ table_name: string }>(
      `SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.column_name = 'account_id' AND t.table_type = 'BASE TABLE' AND c.table_schema = 'public'`,
    );
    for (const { table_name } of tables) {
      expect(await db.rows(`SELECT 1 FROM ${table_name} WHERE account_id = $1`, [gone.id])).toEqual([]);
    }
    expect(await db.rows('SELECT 1 FROM deliveries WHERE account_id = $1', [other.id])).toHaveLength(1);
    expect((await root('DELETE', `/accounts/${gone.slug}`)).status).toBe(404);
    expect((await root('DELETE', '/accounts/demo')).status).toBe(409);
  });
});

describe('account', () => {
  it('should change what is given and keep the rest', async () => {
    const { admin, account } = await anAccount();
    await admin('PATCH', '/account', { openPostbacks: true, nullMacro: 'null', callbackKeyCase: 'pascal' });
    expect((await admin('PATCH', '/account', { name: 'Suite' })).body).toMatchObject({
      name: 'Suite',
      openPostbacks: true,
      nullMacro: 'null',
      callbackKeyCase: 'pascal',
      rejectionUrl: `https://${account.rejectionEndpointId}.pitlane.test/`,
      rejectionPath: `${PUBLIC_URL}/r/${account.rejectionEndpointId}`,
    });
  });

  it('should show the postback for each known tracking system, with the macros of that system', async () => {
    const { admin, account } = await anAccount();
    const postback = `${PUBLIC_URL}/api/v1/${account.pathSecrets}/?signature=${account.signature}`;
    expect(await admin('GET', '/account/postback-urls')).toMatchObject({
      status: 200,
      body: [
        { trackingSystem: 'AdAction', url: `${postback}&gk_click_id={c1}&cnv_event_id={goal_name}` },
        { trackingSystem: 'AppsFlyer', url: `${postback}&gk_click_id={clickid}` },
        { trackingSystem: 'Impact', url: `${postback}&gk_click_id={SubId1}&cnv_event_id={ActionTrackerName}` },
        { trackingSystem: 'TUNE', url: `${postback}&gk_click_id={aff_click_id}` },
      ],
    });
  });

  it('should keep the secret sealed and never show it', async () => {
    const { admin, account } = await anAccount();
    const answer = await admin('PUT', '/account/callback', {
      url: 'http://a.test/',
      secretHeader: 'X-Token',
      secretValue: 's3cret',
    });
    expect(answer.body).toMatchObject({ secretHeaderSet: true });
    expect(JSON.stringify(answer)).not.toMatch(/X-Token|s3cret/);
    const row = await db.row<{ sealed: string }>(
      'SELECT secret_value_sealed AS sealed FROM callback_settings WHERE account_id = $1',
      [account.id],
    );
    expect(new SecretBox('a-secret-key-for-specs').open(row.sealed, account.id)).toBe('s3cret');
    expect((await admin('PUT', '/account/callback', { url: 'http://b.test/' })).body).toMatchObject({
      secretHeaderSet: true,
    });
    expect((await admin('PUT', '/account/callback', { secretValue: null })).body).toMatchObject({
      secretHeaderSet: false,
      url: null,
    });
  });

  it('should keep the old URL when the new one is refused', async () => {
    const { admin } = await anAccount();
    await admin('PUT', '/account/callback', { url: 'http://a.test/hook' });
    const tooLong = `http://a.test/${'x'.repeat(487)}`;
    for (const url of ['ftp://a.test/', '', tooLong]) {
      expect(await admin('PUT', '/account/callback', { url })).toMatchObject({ status: 400, fields: ['url'] });
    }
    expect((await admin('GET', '/account/callback')).body).toMatchObject({
      url: 'http://a.test/hook',
      sendPending: false,
    });
    expect((await admin('PUT', '/account/callback', { url: tooLong.slice(0, 500) })).status).toBe(200);
  });

  it('should send what waits to the new URL, unless callbacks are switched off', async () => {
    const { admin, account } = await anAccount();
    const { id } = await given.delivery({
      conversion: await given.conversion({ offer: await given.offer({ account }) }),
    });
    const target = (): Promise<unknown> => db.row('SELECT target, receiver FROM deliveries WHERE id = $1', [id]);
    await admin('PUT', '/account/callback', { url: 'https://new.test/hook' });
    expect(await target()).toEqual({ target: 'https://new.test/hook', receiver: 'https://new.test:443' });
    await admin('PUT', '/account/callback', { url: null });
    expect(await target()).toMatchObject({ target: 'https://new.test/hook' });
  });
});
