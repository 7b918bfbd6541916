import { Database } from '@app/store';
import { aConversionCall, Given, Ledger, RETRIES, testDatabase } from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
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

describe(`${RecordConversion.name}, once more`, () => {
  it('should record nothing for K§3.2 row 6, warn, and send the callback of the first as it is now', async () => {
    const account = await given.account({ frozenAt: NOW, callback: { ...CALLBACK, sendPending: true } });
    const offer = await given.offer({ account });
    const first = await given.conversion({ offer, status: 'Pending', pubMemberId: 'm' });
    const another = await given.click({ offer, pubMemberId: 'm' });

    const { outcome, trace } = await conversions.record(aConversionCall(another));

    const state = { conversionId: first.id, status: 'Pending', rejectionReason: null };
    expect(outcome).toEqual({ kind: 'already-completed', ...state });
    expect(trace.at(-1)).toMatchObject({ row: 6, result: 'failed' });
    expect(await ledger.conversionsOf(account)).toHaveLength(1);
    expect(await ledger.changesOf(account)).toHaveLength(1);
    const message = 'User has already completed the event';
    expect(await ledger.warningsOf(account)).toEqual([
      { level: 'warning', message, clickId: another.id, conversionId: first.id, member: 'm' },
    ]);
    const [callback, ...others] = await ledger.deliveriesOf(account);
    expect(others).toEqual([]);
    expect(callback).toMatchObject({ kind: 'callback', status: 'Pending', conversionId: first.id, dueAt: NOW });
    expect(callback?.['payload']).toMatchObject({ status: 'Pending', clickId: first.clickId });
  });

  it('should keep the callback of row 6 where it is not opted in to', async () => {
    const account = await given.account({ callback: CALLBACK });
    const { click } = await given.conversion({ offer: await given.offer({ account }), status: 'Pending' });
    await conversions.record(aConversionCall(click));
    expect(await ledger.deliveriesOf(account)).toMatchObject([{ status: 'Skipped' }]);
  });

  it('should send no callback for row 6 where repeatCallbacks is off', async () => {
    const account = await given.account({ callback: CALLBACK, repeatCallbacks: false });
    const { click, id } = await given.conversion({ offer: await given.offer({ account }) });
    expect(await outcomeOf(aConversionCall(click))).toMatchObject({ kind: 'already-completed', conversionId: id });
    expect(await ledger.deliveriesOf(account)).toEqual([]);
    expect(await ledger.warningsOf(account)).toHaveLength(1);
  });

  it('should record K§3.2 row 7 with an id of its own and the status of the first', async () => {
    const account = await given.account({ frozenAt: NOW, callback: { ...CALLBACK, sendPending: true } });
    const offer = await given.offer({ account, allowRepetitions: true, pendingTime: 30 });
    const first = await given.conversion({ offer, status: 'Pending', maturesAt: IN_3_DAYS });

    const { outcome, trace } = await conversions.record(aConversionCall(first.click));

    expect(outcome).toMatchObject({ kind: 'recorded', status: 'Pending' });
    expect(trace.at(-1)).toMatchObject({ row: 7, result: 'applied' });
    const [, repeat] = await ledger.conversionsOf(account);
    expect(repeat).toMatchObject({
      isRepeated: true,
      repeatOf: first.id,
      holds: false,
      status: 'Pending',
      maturesAt: IN_3_DAYS,
    });
    expect(await ledger.deliveriesOf(account)).toMatchObject([
      { kind: 'callback', status: 'Pending', conversionId: repeat?.['id'] },
    ]);
    await conversions.record(aConversionCall(first.click));
    expect(await ledger.conversionsOf(account)).toMatchObject([{}, { repeatOf: first.id }, { repeatOf: first.id }]);
  });
});
