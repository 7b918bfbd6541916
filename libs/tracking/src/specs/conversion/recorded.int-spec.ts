import { Database } from '@app/store';
import { aConversionCall, Given, Ledger, RETRIES, testDatabase, until, type LedgerRow } from '@app/testing';
import { Catalog } from '../../catalog';
import { DUE_CHANNEL, DueSignal } from '../../due-signal';
import type { ConversionCall } from '../../gather-facts';
import type { ConversionResult } from '../../conversion-result';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const IN_3_DAYS = new Date('2024-03-04T12:00:00.000Z');
const CALLBACK = { url: 'https://tenant.example/callback' };

let conversions: RecordConversion;

beforeAll(() => {
  conversions = new RecordConversion(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
});

const outcomeOf = async (call: ConversionCall): Promise<ConversionResult['outcome']> =>
  (await conversions.record(call)).outcome;

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

    const { outcome, trace, ...about } = await conversions.record(aConversionCall(click, { parameters }));

    const [row] = await ledger.conversionsOf(account);
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
    expect(await ledger.changesOf(account)).toEqual([
      { conversionId, from: null, to: 'Success', reason: null, by: 'postback', at: NOW },
    ]);

    const deliveries = await ledger.deliveriesOf(account);
    expect(
      deliveries.map(({ kind, status, receiver, dueAt, reason }) => [kind, status, receiver, dueAt, reason]),
    ).toEqual([
      ['callback', 'Pending', 'https://tenant.example:443', NOW, null],
      ['postback', 'Pending', 'https://p.example:443', NOW, null],
      ['postback', 'Pending', 'http://q.example:81', NOW, null],
      ['postback', 'Skipped', 'https://r.example:443', null, 'The postback does not fire on Success'],
    ]);
    const [callback, postback] = deliveries.map(({ payload }) => payload as LedgerRow);
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
    await conversions.record(aConversionCall(click));
    expect(await ledger.deliveriesOf(click.offer.account)).toMatchObject([
      { kind: 'callback', status: 'Skipped', target: null, receiver: '', reason: 'No callback URL is configured' },
    ]);
  });

  it.each([
    ['a pending time', { pendingTime: 3 }, IN_3_DAYS],
    ['manual rewarding', { rewarding: 'Manual', pendingTime: 3 }, null],
  ] as const)('should record K§3.2 row 13 as Pending: %s', async (_, rules, maturesAt) => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const click = await given.click({ offer: await given.offer({ account, ...rules }) });
    expect(await outcomeOf(aConversionCall(click))).toMatchObject({ kind: 'recorded', status: 'Pending' });
    expect(await ledger.conversionsOf(account)).toMatchObject([{ status: 'Pending', maturesAt, holds: true }]);
    expect(await ledger.deliveriesOf(account)).toMatchObject([
      { status: 'Skipped', reason: 'Pending callbacks are switched off', target: CALLBACK.url },
    ]);
  });

  it('should value a RevShare conversion by its amount', async () => {
    const offer = await given.offer({ conversionType: 'RevShare', revenueShare: '20', rewardShare: '10' });
    await conversions.record(aConversionCall(await given.click({ offer }), { parameters: { cnv_amount: '49.99' } }));
    expect(await ledger.conversionsOf(offer.account)).toMatchObject([{ revenue: 10, reward: 5, payout: 2 }]);
  });

  it('should judge a member anew after a Rejected conversion', async () => {
    const { click } = await given.conversion({ status: 'Rejected', rejectionReason: 'fraud' });
    expect(await outcomeOf(aConversionCall(click))).toMatchObject({ kind: 'recorded', status: 'Success' });
    expect(await outcomeOf(aConversionCall(click))).toMatchObject({ kind: 'already-completed' });
    expect(await ledger.conversionsOf(click.offer.account)).toHaveLength(2);
  });

  it('should let members and events complete apart from each other', async () => {
    const offer = await given.offer({ events: [{ eventId: 'a' }, { eventId: 'b' }] });
    const [one, two] = [await given.click({ offer, pubMemberId: '1' }), await given.click({ offer, pubMemberId: '2' })];
    for (const click of [one, two]) {
      for (const cnv_event_id of ['a', 'b']) {
        expect(await outcomeOf(aConversionCall(click, { parameters: { cnv_event_id } }))).toMatchObject({
          kind: 'recorded',
        });
      }
    }
    expect(await ledger.conversionsOf(offer.account)).toHaveLength(4);
  });

  it('should write everything or nothing', async () => {
    const account = await given.account({ callback: CALLBACK });
    const click = await given.click({ offer: await given.offer({ account }) });
    await db.rows(`ALTER TABLE delivery_payloads ADD CONSTRAINT nothing CHECK (payload = '') NOT VALID`);
    try {
      await expect(conversions.record(aConversionCall(click))).rejects.toMatchObject({ code: '23514' });
    } finally {
      await db.rows('ALTER TABLE delivery_payloads DROP CONSTRAINT nothing');
    }
    expect([
      await ledger.conversionsOf(account),
      await ledger.changesOf(account),
      await ledger.deliveriesOf(account),
    ]).toEqual([[], [], []]);
    expect(await outcomeOf(aConversionCall(click))).toMatchObject({ kind: 'recorded' });
  });

  it('should tell the relays of what fell due, and of nothing else', async () => {
    let announced = 0;
    const leave = await db.database.notifications.subscribe(DUE_CHANNEL, {
      onNotification: () => {
        announced += 1;
      },
      onListening: () => undefined,
    });
    await conversions.record(aConversionCall(await given.click()));
    const account = await given.account({ callback: CALLBACK });
    await conversions.record(aConversionCall(await given.click({ offer: await given.offer({ account }) })));
    await until(() => announced === 1);
    leave();
  });
});
