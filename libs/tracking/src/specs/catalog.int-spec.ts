import { Database } from '@app/store';
import { Given, RETRIES, testDatabase } from '@app/testing';
import { Catalog } from '../catalog';

const db = testDatabase(Database);
const given = new Given(db);
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';

let catalog: Catalog;
beforeEach(() => {
  catalog = new Catalog(db.database, RETRIES);
});

const rename = (table: string, id: string): Promise<unknown> =>
  db.rows(`UPDATE ${table} SET name = 'New' WHERE id = $1`, [id]);

describe(Catalog.name, () => {
  it('should know an account by id, slug and secret path, with its switches and callback', async () => {
    const callback = {
      url: 'https://t.example/',
      sendRejected: true,
      keyCase: 'pascal',
      retryWaitsMs: [1, 2],
    } as const;
    const account = await given.account({
      openPostbacks: true,
      repeatCallbacks: false,
      nullMacro: 'null',
      callback: { ...callback, retryWaitsMs: [...callback.retryWaitsMs] },
    });
    const known = await catalog.account(account.id);
    expect(known).toMatchObject({
      id: account.id,
      slug: account.slug,
      signature: account.signature,
      switches: { openPostbacks: true, repeatCallbacks: false, callbackOnReasonChange: false, nullMacro: 'null' },
      callback: {
        url: 'https://t.example/',
        sendPending: false,
        sendRejected: true,
        callbackKeyCase: 'pascal',
        policy: { profile: 'gokart', waitsMs: [1, 2] },
      },
    });
    expect(await catalog.accountBySlug(account.slug)).toEqual(known);
    expect(await catalog.accountByPath(account.pathSecrets)).toEqual(known);
  });

  it("should give a configuration without waits of its own its profile's", async () => {
    const account = await given.account({ callback: { url: null, retryProfile: 'reliable' } });
    const partner = await given.partner({ account });
    await given.postback({ partner, retryProfile: 'integr8' });
    await given.postback({ partner, retryWaitsMs: [] });
    const [ladder, none] = [[120_000, 240_000, 480_000, 960_000, 1_920_000], []];
    expect((await catalog.account(account.id))?.callback.policy).toEqual({ profile: 'reliable', waitsMs: ladder });
    expect((await catalog.partner(partner.id))?.postbacks.map(({ policy }) => policy)).toEqual([
      { profile: 'integr8', waitsMs: none },
      { profile: 'gokart', waitsMs: none },
    ]);
    const bare = await given.account();
    expect((await catalog.account(bare.id))?.callback).toMatchObject({ url: null, policy: { waitsMs: ladder } });
  });

  it('should know an offer with exact money, its events in order, and what was deleted of it', async () => {
    const offer = await given.offer({
      revenue: '0.000001',
      payout: '100',
      events: [{ eventId: 'late', displayOrder: 9, reward: '45.50' }, { eventId: 'early' }, { eventId: 'gone' }],
    });
    await db.rows('UPDATE offer_events SET deleted_at = now() WHERE id = $1', [offer.events[2]?.id]);
    const known = await catalog.offer(offer.id);
    expect(known).toMatchObject({
      revenue: '0.000001',
      payout: '100',
      deleted: false,
      countryCode2: 'US',
      countryCode3: 'USA',
    });
    expect(known?.events.map(({ eventId, reward }) => [eventId, reward])).toEqual([
      ['early', '8'],
      ['late', '45.5'],
    ]);
    expect(known?.deletedEvents.map(({ eventId }) => eventId)).toEqual(['gone']);
  });

  it('should know what a rejection endpoint may touch', async () => {
    const offer = await given.offer();
    const { accountId, account } = offer;
    expect(await catalog.rejectionScope(account.rejectionEndpointId)).toEqual({ accountId, offerId: null });
    expect(await catalog.rejectionScope(offer.rejectionEndpointId)).toEqual({ accountId, offerId: offer.id });
    expect(await catalog.rejectionScope('unknown')).toBeNull();
  });

  it('should read again what it forgot, and that alone', async () => {
    const [one, two] = [await given.offer(), await given.offer()];
    await Promise.all([catalog.offer(one.id), catalog.offer(two.id)]);
    await Promise.all([rename('offers', one.id), rename('offers', two.id)]);
    expect((await catalog.offer(one.id))?.name).toBe(one.name);
    catalog.forget(one.accountId);
    expect((await catalog.offer(one.id))?.name).toBe('New');
    expect((await catalog.offer(two.id))?.name).toBe(two.name);
    catalog.forgetAll();
    expect((await catalog.offer(two.id))?.name).toBe('New');
  });

  it('should not keep what does not exist: it may exist a moment later', async () => {
    const slug = 'late-tenant';
    expect([await catalog.accountBySlug(slug), await catalog.offer(NO_ID)]).toEqual([null, null]);
    const { id } = await given.account({ slug });
    expect(await catalog.accountBySlug(slug)).toMatchObject({ id });
  });

  it('should not keep what was read while it was forgotten', async () => {
    const offer = await given.offer();
    const reading = catalog.offer(offer.id);
    catalog.forget(offer.accountId);
    expect(await reading).toMatchObject({ id: offer.id });
    expect(catalog.knownOffer(offer.id)).toBeUndefined();
  });

  it('should drop everything of an account that is older than the version that somebody saw', async () => {
    const offer = await given.offer();
    const { accountId } = offer;
    const versionNow = async (): Promise<string> =>
      (await db.row<{ version: string }>('SELECT config_version AS version FROM accounts WHERE id = $1', [accountId]))
        .version;
    await catalog.ensure(accountId, await versionNow());
    await catalog.offer(offer.id);
    await catalog.ensure(accountId, await versionNow());
    expect(catalog.knownOffer(offer.id)).toBeDefined();

    await rename('offers', offer.id);
    // Of the new version already, while the offer is of the old one.
    catalog.forgetAll();
    await catalog.offer(offer.id);
    await rename('offers', offer.id);
    await catalog.account(accountId);
    expect(await catalog.ensure(accountId, await versionNow())).toMatchObject({ version: await versionNow() });
    expect(catalog.knownOffer(offer.id)).toBeUndefined();
  });
});
