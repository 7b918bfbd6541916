import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, until, type GivenAccount, type GivenClick } from '@app/testing';
import { Catalog } from '../catalog';
import { DUE_CHANNEL, DueSignal } from '../due-signal';
import type { ConversionCall } from '../gather-facts';
import { RecordConversion, type ConversionResult } from '../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const NOW = new Date('2026-03-01T12:00:00.000Z');
const IN_3_DAYS = new Date('2026-03-04T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const CALLBACK = { url: 'https://tenant.example/callback' };

let catalog: Catalog;
let conversions: RecordConversion;

beforeEach(() => {
  catalog = new Catalog(db.database, RETRIES);
  conversions = new RecordConversion(db.database, catalog, new DueSignal(db.database));
});

const callFor = (click: GivenClick, changed: Partial<ConversionCall> = {}): ConversionCall => ({
  by: { kind: 'path', secrets: click.offer.account.pathSecrets },
  signature: click.offer.account.signature,
  clickIdText: click.id,
  parameters: {},
  ...changed,
});

const outcomeOf = async (call: ConversionCall): Promise<ConversionResult['outcome']> =>
  (await conversions.record(call)).outcome;

type Row = Record<string, unknown>;

const conversionsOf = ({ id }: GivenAccount): Promise<Row[]> =>
  db.rows(
    `SELECT id, click_id AS "clickId", status, rejection_reason AS reason, is_repeated AS "isRepeated", repeat_of AS "repeatOf",
            holds_completion AS holds, revenue::float8, reward::float8, payout::float8, matures_at AS "maturesAt", created_at AS "createdAt"
       FROM conversions WHERE account_id = $1 ORDER BY created_at, id`,
    [id],
  );

const deliveriesOf = ({ id }: GivenAccount): Promise<Row[]> =>
  db.rows(
    `SELECT d.kind, d.status, d.conversion_id AS "conversionId", d.conversion_status AS "conversionStatus", d.receiver, d.target,
            d.reason, d.due_at AS "dueAt", p.payload
       FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id WHERE d.account_id = $1 ORDER BY d.sequence`,
    [id],
  );

const historyOf = ({ id }: GivenAccount): Promise<Row[]> =>
  db.rows(
    `SELECT conversion_id AS "conversionId", from_status AS "from", to_status AS "to", changed_by AS "by", changed_at AS at
       FROM conversion_changes WHERE account_id = $1 ORDER BY sequence`,
    [id],
  );

const warningsOf = ({ id }: GivenAccount): Promise<Row[]> =>
  db.rows(
    `SELECT level, message, click_id AS "clickId", conversion_id AS "conversionId", pub_member_id AS member
       FROM history_logs WHERE account_id = $1`,
    [id],
  );

describe(`${RecordConversion.name}, refusing`, () => {
  let click: GivenClick;
  let account: GivenAccount;

  beforeAll(async () => {
    click = await given.click({ offer: await given.offer({ events: [{ eventId: 'level-5' }] }) });
    account = click.offer.account;
  });

  afterEach(async () => {
    expect([await conversionsOf(account), await deliveriesOf(account), await historyOf(account)]).toEqual([[], [], []]);
  });

  it.each([
    ['1, an unknown path', { by: { kind: 'path', secrets: 'a/b/c' } }, 'path_secret_wrong'],
    ['1, no signature', { signature: null }, 'signature_missing'],
    ['1, an empty signature', { signature: '' }, 'signature_missing'],
    ['1, a wrong signature', { signature: 'wrong' }, 'signature_wrong'],
    ['1, an alias without signature', { by: { kind: 'alias' }, signature: null }, 'signature_missing'],
    ['2, no click', { clickIdText: null }, 'gk_click_id_missing'],
    ['2, no UUID', { clickIdText: 'click-1' }, 'gk_click_id_invalid'],
    ['3, an unknown click', { clickIdText: NO_ID }, 'click_unknown'],
    ['4, no event', {}, 'event_id_missing'],
    ['4, an unknown event', { parameters: { cnv_event_id: 'LEVEL-5' } }, 'event_unknown'],
  ] satisfies [string, Partial<ConversionCall>, string][])('should refuse K§3.2 row %s', async (_, changed, code) => {
    const { outcome, trace } = await conversions.record(callFor(click, changed));
    expect(outcome).toEqual({ kind: 'refused', code });
    expect(trace.at(-1)?.result).toBe('failed');
  });

  it('should say what a refused call was about, as far as it leads', async () => {
    const [about, nothing] = [
      await conversions.record(callFor(click)),
      await conversions.record(callFor(click, { by: { kind: 'path', secrets: 'a/b/c' } })),
    ];
    expect(about).toMatchObject({ accountId: account.id, offerId: click.offer.id, clickId: click.id });
    expect(nothing).toMatchObject({ accountId: null, offerId: null, clickId: null });
  });

  it("should not know another account's click", async () => {
    const other = await given.account();
    const byPath = { by: { kind: 'path', secrets: other.pathSecrets }, signature: other.signature } as const;
    expect(await outcomeOf(callFor(click, byPath))).toEqual({ kind: 'refused', code: 'click_unknown' });
    const trusted = { by: { kind: 'trusted', accountId: other.id }, signature: null } as const;
    expect(await outcomeOf(callFor(click, trusted))).toEqual({ kind: 'refused', code: 'click_unknown' });
  });

  it('should not take a conversion of a deleted offer', async () => {
    const gone = await given.click({ offer: await given.offer({ account, deletedAt: NOW }) });
    expect(await outcomeOf(callFor(gone))).toEqual({ kind: 'refused', code: 'offer_unknown' });
  });
});

describe(`${RecordConversion.name}, authorised`, () => {
  const alias = { by: { kind: 'alias' }, signature: null } as const;

  it.each([
    ['an alias without signature where postbacks are open', true, alias, 'recorded'],
    ['an alias with a wrong signature, be they open', true, { ...alias, signature: 'wrong' }, 'refused'],
    ['the path without signature, be they open', true, { signature: null }, 'refused'],
    ['an alias without signature where they are not', false, alias, 'refused'],
  ] satisfies [string, boolean, Partial<ConversionCall>, string][])(
    'should judge %s',
    async (_, openPostbacks, by, kind) => {
      const click = await given.click({
        offer: await given.offer({ account: await given.account({ openPostbacks }) }),
      });
      expect(await outcomeOf(callFor(click, by))).toMatchObject({ kind });
    },
  );

  it('should take the signature on an alias, and nothing from administration', async () => {
    const click = await given.click();
    const { account } = click.offer;
    const signed = { by: { kind: 'alias' } } as const;
    expect(await outcomeOf(callFor(click, signed))).toMatchObject({ kind: 'recorded' });
    const trusted = { by: { kind: 'trusted', accountId: account.id }, signature: null } as const;
    expect(await outcomeOf(callFor(click, trusted))).toMatchObject({ kind: 'already-completed' });
  });

  it('should take the click id in any case', async () => {
    const click = await given.click();
    expect(await outcomeOf(callFor(click, { clickIdText: click.id.toUpperCase() }))).toMatchObject({
      kind: 'recorded',
    });
  });
});

describe(`${RecordConversion.name}, recording`, () => {
  it('should record K§3.2 row 14 as Success, with history and what is to be sent', async () => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const offer = await given.offer({
      account,
      events: [{ eventId: 'level-5', name: 'Level', revenue: '7.5', reward: '3' }],
    });
    const partner = await given.partner({ account });
    const event = offer.events[0];
    await given.postback({ partner, url: 'https://p.example/all?c={pub_click_id}' });
    await given.postback({
      partner,
      scope: 'event',
      offerId: offer.id,
      offerEventId: event?.id ?? null,
      url: 'http://q.example:81/',
    });
    await given.postback({ partner, url: 'https://r.example/', statuses: ['Rejected'] });
    const click = await given.click({
      offer,
      partner,
      pubMemberId: 'm-1',
      pubClickId: 'abc',
      parameters: { pub_sub_1: 'x' },
    });
    const parameters = { cnv_event_id: 'level-5', cnv_amount: '9.99', cnv_conversion_id: 'adv-1' };

    const { outcome, trace, ...about } = await conversions.record(callFor(click, { parameters }));

    const [row] = await conversionsOf(account);
    const conversionId = row?.['id'];
    expect(outcome).toEqual({ kind: 'recorded', conversionId, status: 'Success', rejectionReason: null });
    expect(trace.at(-1)).toMatchObject({ row: 14, result: 'applied' });
    expect(about).toEqual({ accountId: account.id, offerId: offer.id, clickId: click.id });
    expect(row).toMatchObject({
      status: 'Success',
      holds: true,
      isRepeated: false,
      revenue: 7.5,
      reward: 3,
      payout: 2,
      createdAt: NOW,
    });
    expect(await historyOf(account)).toEqual([{ conversionId, from: null, to: 'Success', by: 'postback', at: NOW }]);

    const deliveries = await deliveriesOf(account);
    expect(
      deliveries.map(({ kind, status, receiver, dueAt, reason }) => [kind, status, receiver, dueAt, reason]),
    ).toEqual([
      ['callback', 'Pending', 'https://tenant.example:443', NOW, null],
      ['postback', 'Pending', 'https://p.example:443', NOW, null],
      ['postback', 'Pending', 'http://q.example:81', NOW, null],
      ['postback', 'Skipped', 'https://r.example:443', null, 'The postback does not fire on Success'],
    ]);
    const [callback, postback] = deliveries.map(({ payload }) => JSON.parse(String(payload)) as Row);
    expect(callback).toMatchObject({
      status: 'Success',
      conversionId,
      clickId: click.id,
      eventId: 'level-5',
      eventName: 'Level',
      pubMemberId: 'm-1',
      pubSub1: 'x',
      trackSysConversionAmount: '9.99',
      trackSysConversionId: 'adv-1',
      partnerName: partner.name,
      userCompletedAt: NOW.toISOString(),
      offerAdvertiserName: 'Default advertiser',
    });
    expect(postback).toMatchObject({ pub_click_id: 'abc', cnv_event_id: 'level-5', cnv_status: 'Success' });
  });

  it('should keep what it would have sent where nothing is configured', async () => {
    const click = await given.click();
    await conversions.record(callFor(click));
    expect(await deliveriesOf(click.offer.account)).toMatchObject([
      { kind: 'callback', status: 'Skipped', target: null, receiver: '', reason: 'No callback URL is configured' },
    ]);
  });

  it.each([
    ['a pending time', { pendingTime: 3 }, IN_3_DAYS],
    ['manual rewarding', { rewarding: 'Manual', pendingTime: 3 }, null],
  ] as const)('should record K§3.2 row 13 as Pending: %s', async (_, rules, maturesAt) => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const click = await given.click({ offer: await given.offer({ account, ...rules }) });
    expect(await outcomeOf(callFor(click))).toMatchObject({ kind: 'recorded', status: 'Pending' });
    expect(await conversionsOf(account)).toMatchObject([{ status: 'Pending', maturesAt, holds: true }]);
    expect(await deliveriesOf(account)).toMatchObject([
      { status: 'Skipped', reason: 'Pending callbacks are switched off', target: CALLBACK.url },
    ]);
  });

  it('should value a RevShare conversion by its amount', async () => {
    const offer = await given.offer({ conversionType: 'RevShare', revenueShare: '20', rewardShare: '10' });
    await conversions.record(callFor(await given.click({ offer }), { parameters: { cnv_amount: '49.99' } }));
    expect(await conversionsOf(offer.account)).toMatchObject([{ revenue: 10, reward: 5, payout: 2 }]);
  });

  it('should judge a member anew after a Rejected conversion', async () => {
    const { click } = await given.conversion({ status: 'Rejected', rejectionReason: 'fraud' });
    expect(await outcomeOf(callFor(click))).toMatchObject({ kind: 'recorded', status: 'Success' });
    expect(await outcomeOf(callFor(click))).toMatchObject({ kind: 'already-completed' });
    expect(await conversionsOf(click.offer.account)).toHaveLength(2);
  });

  it('should let members and events complete apart from each other', async () => {
    const offer = await given.offer({ events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const [one, two] = [await given.click({ offer, pubMemberId: '1' }), await given.click({ offer, pubMemberId: '2' })];
    for (const click of [one, two])
      for (const cnv_event_id of ['a', 'b'])
        expect(await outcomeOf(callFor(click, { parameters: { cnv_event_id } }))).toMatchObject({ kind: 'recorded' });
    expect(await conversionsOf(offer.account)).toHaveLength(4);
  });

  it('should write everything or nothing', async () => {
    const account = await given.account({ callback: CALLBACK });
    const click = await given.click({ offer: await given.offer({ account }) });
    await db.rows(`ALTER TABLE delivery_payloads ADD CONSTRAINT nothing CHECK (payload = '') NOT VALID`);
    try {
      await expect(conversions.record(callFor(click))).rejects.toMatchObject({ code: '23514' });
    } finally {
      await db.rows('ALTER TABLE delivery_payloads DROP CONSTRAINT nothing');
    }
    expect([await conversionsOf(account), await historyOf(account), await deliveriesOf(account)]).toEqual([[], [], []]);
    expect(await outcomeOf(callFor(click))).toMatchObject({ kind: 'recorded' });
  });

  it('should tell the relays of what fell due, and of nothing else', async () => {
    let announced = 0;
    const leave = await db.database.notifications.subscribe(DUE_CHANNEL, {
      onNotification: () => {
        announced += 1;
      },
      onListening: () => undefined,
    });
    await conversions.record(callFor(await given.click()));
    const account = await given.account({ callback: CALLBACK });
    await conversions.record(callFor(await given.click({ offer: await given.offer({ account }) })));
    await until(() => announced === 1);
    leave();
  });
});

describe(`${RecordConversion.name}, once more`, () => {
  it('should record nothing for K§3.2 row 6, warn, and send the callback of the first as it is now', async () => {
    const account = await given.account({ frozenAt: NOW, callback: { ...CALLBACK, sendPending: true } });
    const offer = await given.offer({ account });
    const first = await given.conversion({ offer, status: 'Pending', pubMemberId: 'm' });
    const another = await given.click({ offer, pubMemberId: 'm' });

    const { outcome, trace } = await conversions.record(callFor(another));

    const state = { conversionId: first.id, status: 'Pending', rejectionReason: null };
    expect(outcome).toEqual({ kind: 'already-completed', ...state });
    expect(trace.at(-1)).toMatchObject({ row: 6, result: 'failed' });
    expect(await conversionsOf(account)).toHaveLength(1);
    expect(await historyOf(account)).toHaveLength(1);
    const message = 'User has already completed the event';
    expect(await warningsOf(account)).toEqual([
      { level: 'warning', message, clickId: another.id, conversionId: first.id, member: 'm' },
    ]);
    const [callback, ...others] = await deliveriesOf(account);
    expect(others).toEqual([]);
    expect(callback).toMatchObject({ kind: 'callback', status: 'Pending', conversionId: first.id, dueAt: NOW });
    expect(JSON.parse(String(callback?.['payload']))).toMatchObject({ status: 'Pending', clickId: first.clickId });
  });

  it('should keep the callback of row 6 where it is not opted in to', async () => {
    const account = await given.account({ callback: CALLBACK });
    const { click } = await given.conversion({ offer: await given.offer({ account }), status: 'Pending' });
    await conversions.record(callFor(click));
    expect(await deliveriesOf(account)).toMatchObject([{ status: 'Skipped' }]);
  });

  it('should send no callback for row 6 where repeatCallbacks is off', async () => {
    const account = await given.account({ callback: CALLBACK, repeatCallbacks: false });
    const { click, id } = await given.conversion({ offer: await given.offer({ account }) });
    expect(await outcomeOf(callFor(click))).toMatchObject({ kind: 'already-completed', conversionId: id });
    expect(await deliveriesOf(account)).toEqual([]);
    expect(await warningsOf(account)).toHaveLength(1);
  });

  it('should record K§3.2 row 7 with an id of its own and the status of the first', async () => {
    const account = await given.account({ frozenAt: NOW, callback: { ...CALLBACK, sendPending: true } });
    const offer = await given.offer({ account, allowRepetitions: true, pendingTime: 30 });
    const first = await given.conversion({ offer, status: 'Pending', maturesAt: IN_3_DAYS });

    const { outcome, trace } = await conversions.record(callFor(first.click));

    expect(outcome).toMatchObject({ kind: 'recorded', status: 'Pending' });
    expect(trace.at(-1)).toMatchObject({ row: 7, result: 'applied' });
    const [, repeat] = await conversionsOf(account);
    expect(repeat).toMatchObject({
      isRepeated: true,
      repeatOf: first.id,
      holds: false,
      status: 'Pending',
      maturesAt: IN_3_DAYS,
    });
    expect(await deliveriesOf(account)).toMatchObject([
      { kind: 'callback', status: 'Pending', conversionId: repeat?.['id'] },
    ]);
    await conversions.record(callFor(first.click));
    expect(await conversionsOf(account)).toMatchObject([{}, { repeatOf: first.id }, { repeatOf: first.id }]);
  });
});

describe(`${RecordConversion.name}, while configuration changes`, () => {
  /** Holds the lock that a completion takes, until told. */
  async function holdCompletion(click: GivenClick): Promise<() => Promise<void>> {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const other = db.anotherPool(1);
    let locked = false;
    const holding = other.transaction(async (tx) => {
      const { accountId, offerId, pubMemberId } = click;
      await tx.query('SELECT FROM lock_completion($1, $2, NULL, $3)', [accountId, offerId, pubMemberId]);
      locked = true;
      await held;
    });
    await until(() => locked);
    return async () => {
      release();
      await holding;
    };
  }

  const isWaiting = async (): Promise<boolean> => {
    const rows = await db.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
    );
    return rows.length > 0;
  };

  it('should judge by what is configured once it has the lock', async () => {
    const click = await given.click();
    const release = await holdCompletion(click);
    const recording = outcomeOf(callFor(click));
    await until(isWaiting);
    await db.rows(`UPDATE offers SET rewarding = 'Manual' WHERE id = $1`, [click.offer.id]);
    await release();
    expect(await recording).toMatchObject({ kind: 'recorded', status: 'Pending' });
  });

  it('should refuse what the change no longer allows', async () => {
    const click = await given.click();
    const release = await holdCompletion(click);
    const recording = outcomeOf(callFor(click));
    await until(isWaiting);
    await db.rows(`UPDATE accounts SET signature = 'new' WHERE id = $1`, [click.accountId]);
    await release();
    expect(await recording).toEqual({ kind: 'refused', code: 'signature_wrong' });
  });

  it.each([
    ['the offer', (click: GivenClick) => catalog.offer(click.offer.id)],
    ['the offer and then, after the change, the account', (click: GivenClick) => catalog.offer(click.offer.id)],
    ['everything', (click: GivenClick) => conversions.record(callFor(click, { parameters: { cnv_event_id: 'none' } }))],
  ])('should not go by an old offer when %s was in memory', async (what, read) => {
    const click = await given.click({ offer: await given.offer({ events: [{ eventId: 'a' }] }) });
    await read(click);
    await db.rows('UPDATE offer_events SET pending_time = 3 WHERE offer_id = $1', [click.offer.id]);
    if (what.includes('then')) await catalog.account(click.accountId);
    const outcome = await outcomeOf(callFor(click, { parameters: { cnv_event_id: 'a' } }));
    expect(outcome).toMatchObject({ kind: 'recorded', status: 'Pending' });
  });

  it('should not go by an old path or an old partner either', async () => {
    const account = await given.account({ callback: CALLBACK });
    const partner = await given.partner({ account });
    const click = await given.click({ offer: await given.offer({ account }), partner });
    await catalog.accountByPath(account.pathSecrets);
    await catalog.partner(partner.id);
    await given.postback({ partner });
    await db.rows(`UPDATE accounts SET path_secrets = 'new/new/new' WHERE id = $1`, [account.id]);
    expect(await outcomeOf(callFor(click))).toEqual({ kind: 'refused', code: 'path_secret_wrong' });
    const moved = { by: { kind: 'path', secrets: 'new/new/new' } } as const;
    expect(await outcomeOf(callFor(click, moved))).toMatchObject({ kind: 'recorded' });
    expect(await deliveriesOf(account)).toMatchObject([{ kind: 'callback' }, { kind: 'postback', status: 'Pending' }]);
  });

  it('should snapshot names as they are when the status changes', async () => {
    const account = await given.account({ callback: CALLBACK });
    const offer = await given.offer({ account, name: 'Old' });
    const [one, two] = [await given.click({ offer, pubMemberId: '1' }), await given.click({ offer, pubMemberId: '2' })];
    await conversions.record(callFor(one));
    await db.rows(`UPDATE offers SET name = 'New' WHERE id = $1`, [offer.id]);
    await conversions.record(callFor(two));
    const names = (await deliveriesOf(account)).map(({ payload }) => (JSON.parse(String(payload)) as Row)['offerName']);
    expect(names).toEqual(['Old', 'New']);
  });
});
