import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, type GivenConversion } from '@app/testing';
import { Catalog } from '../catalog';
import { CreateAccount, SlugTaken } from '../create-account';
import { DueSignal } from '../due-signal';
import { SendCallback } from '../send-callback';

const db = testDatabase(Database);
const given = new Given(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const CALLBACK = { url: 'https://tenant.example/callback' };

let callbacks: SendCallback;
beforeAll(() => {
  callbacks = new SendCallback(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
});

const deliveriesOf = ({ id }: GivenConversion): Promise<Record<string, unknown>[]> =>
  db.rows(
    `SELECT d.id, d.kind, d.status, d.due_at AS "dueAt", p.payload::json ->> 'status' AS told
       FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id WHERE d.conversion_id = $1 ORDER BY d.sequence`,
    [id],
  );

describe(SendCallback.name, () => {
  it('should send a conversion as it stands, whatever the opt-ins say, and change nothing of it (G§5.5)', async () => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const conversion = await given.conversion({ offer: await given.offer({ account }), status: 'Rejected' });
    const result = await callbacks.send(account.id, { conversionId: conversion.id, eventId: null });
    const [delivery, ...others] = await deliveriesOf(conversion);
    expect(result).toEqual({ kind: 'sent', deliveryIds: [delivery?.['id']] });
    expect(delivery).toMatchObject({ kind: 'callback', status: 'Pending', dueAt: NOW, told: 'Rejected' });
    expect(others).toEqual([]);
    const history = await db.rows('SELECT FROM conversion_changes WHERE conversion_id = $1', [conversion.id]);
    expect(history).toHaveLength(1);
  });

  it('should send all conversions of an Event ID, or the one that has it', async () => {
    const account = await given.account({ callback: CALLBACK });
    const offer = await given.offer({ account, events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const of = (index: number, pubMemberId: string): Promise<GivenConversion> =>
      given.conversion({ offer, pubMemberId, offerEventId: offer.events[index]?.id ?? null });
    const [one, two, other] = [await of(0, 'm'), await of(0, 'n'), await of(1, 'm')];
    const send = (conversionId: string | null, eventId: string | null) =>
      callbacks.send(account.id, { conversionId, eventId });
    expect(await send(null, 'a')).toMatchObject({
      kind: 'sent',
      deliveryIds: [expect.any(String), expect.any(String)],
    });
    expect(await send(other.id, 'b')).toMatchObject({ kind: 'sent', deliveryIds: [expect.any(String)] });
    expect(await send(other.id, 'a')).toEqual({ kind: 'not-found' });
    expect((await Promise.all([one, two, other].map(deliveriesOf))).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("should know no conversion of nobody's or of another account's, and say where there is no URL", async () => {
    const account = await given.account({ callback: CALLBACK });
    const others = await given.conversion();
    const send = (accountId: string, conversionId: string) =>
      callbacks.send(accountId, { conversionId, eventId: null });
    expect([await send(account.id, others.id), await send(account.id, NO_ID)]).toEqual([
      { kind: 'not-found' },
      { kind: 'not-found' },
    ]);
    expect(await send(others.accountId, others.id)).toEqual({ kind: 'no-url' });
    expect(await deliveriesOf(others)).toEqual([]);
  });
});

describe(CreateAccount.name, () => {
  it('should make an account with all that an offer needs, and secrets of its own', async () => {
    const accounts = new CreateAccount(true);
    const [one, two] = [
      await accounts.create(db.database, { slug: 'one' }),
      await accounts.create(db.database, { slug: 'two', name: 'Second' }),
    ];
    const rows = await db.rows<Record<string, string>>(
      `SELECT a.slug, a.name, a.path_secrets AS path, a.signature, a.rejection_endpoint_id AS endpoint, a.open_postbacks AS open,
              (SELECT count(*)::int FROM advertisers d WHERE d.account_id = a.id AND d.is_default) AS advertisers,
              (SELECT count(*)::int FROM categories d WHERE d.account_id = a.id AND d.is_default) AS categories,
              (SELECT count(*)::int FROM countries d WHERE d.account_id = a.id AND d.is_default) AS countries
         FROM accounts a WHERE a.id = ANY($1) ORDER BY a.slug`,
      [[one.id, two.id]],
    );
    const made = { open: true, advertisers: 1, categories: 1, countries: 1 };
    expect(rows).toMatchObject([
      { slug: 'one', name: 'one', ...made },
      { slug: 'two', name: 'Second', ...made },
    ]);
    for (const row of rows) {
      expect(row['path']).toMatch(/^[\w-]{12}\/[\w-]{23}\/[\w-]{17}$/);
      expect(row['signature']).toMatch(/^[\w-]{43}$/);
      expect(row['endpoint']).toMatch(/^[a-z2-7]{26}$/);
    }
    const secrets = [
      ...rows.flatMap(({ path, signature, endpoint }) => [path, signature, endpoint]),
      one.apiKey,
      two.apiKey,
    ];
    expect(new Set(secrets).size).toBe(secrets.length);
    const keys = await db.rows('SELECT FROM api_keys WHERE encode(key_hash, $1) LIKE $2', [
      'escape',
      `%${one.apiKey}%`,
    ]);
    expect(keys).toEqual([]);
  });

  it('should make each slug once, however many ask at the same time', async () => {
    const accounts = new CreateAccount(false);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => accounts.create(db.database, { slug: 'wanted' })),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused.every(({ reason }) => reason instanceof SlugTaken)).toBe(true);
    const { count } = await db.row<{ count: number }>(
      `SELECT count(*)::int FROM advertisers d JOIN accounts a ON a.id = d.account_id WHERE a.slug = 'wanted'`,
    );
    expect(count).toBe(1);
  });
});
