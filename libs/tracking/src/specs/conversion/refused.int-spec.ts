import { Database } from '@app/store';
import {
  aConversionCall,
  Given,
  Ledger,
  RETRIES,
  testDatabase,
  type GivenAccount,
  type GivenClick,
} from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
import type { ConversionCall } from '../../gather-facts';
import type { ConversionResult } from '../../conversion-result';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';

let conversions: RecordConversion;

beforeAll(() => {
  conversions = new RecordConversion(db.database, new Catalog(db.database, RETRIES), new DueSignal(db.database));
});

const outcomeOf = async (call: ConversionCall): Promise<ConversionResult['outcome']> =>
  (await conversions.record(call)).outcome;

describe(`${RecordConversion.name}, refusing`, () => {
  let click: GivenClick;
  let account: GivenAccount;

  beforeAll(async () => {
    click = await given.click({ offer: await given.offer({ events: [{ eventId: 'level-5' }] }) });
    account = click.offer.account;
  });

  afterEach(async () => {
    expect([
      await ledger.conversionsOf(account),
      await ledger.deliveriesOf(account),
      await ledger.changesOf(account),
    ]).toEqual([[], [], []]);
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
    const { outcome, trace } = await conversions.record(aConversionCall(click, changed));
    expect(outcome).toEqual({ kind: 'refused', code });
    expect(trace.at(-1)?.result).toBe('failed');
  });

  it('should say what a refused call was about, as far as it leads', async () => {
    const [about, nothing] = [
      await conversions.record(aConversionCall(click)),
      await conversions.record(aConversionCall(click, { by: { kind: 'path', secrets: 'a/b/c' } })),
    ];
    expect(about).toMatchObject({ accountId: account.id, offerId: click.offer.id, clickId: click.id });
    expect(nothing).toMatchObject({ accountId: null, offerId: null, clickId: null });
  });

  it("should not know another account's click", async () => {
    const other = await given.account();
    const byPath = { by: { kind: 'path', secrets: other.pathSecrets }, signature: other.signature } as const;
    expect(await outcomeOf(aConversionCall(click, byPath))).toEqual({ kind: 'refused', code: 'click_unknown' });
    const trusted = { by: { kind: 'trusted', accountId: other.id }, signature: null } as const;
    expect(await outcomeOf(aConversionCall(click, trusted))).toEqual({ kind: 'refused', code: 'click_unknown' });
  });

  it('should not take a conversion of a deleted offer', async () => {
    const gone = await given.click({ offer: await given.offer({ account, deletedAt: NOW }) });
    expect(await outcomeOf(aConversionCall(gone))).toEqual({ kind: 'refused', code: 'offer_unknown' });
  });
});

describe(`${RecordConversion.name}, authorised`, () => {
  const alias = { by: { kind: 'alias' }, signature: null } as const;

  it.each([
    [true, 'click_unknown'],
    [false, 'signature_missing'],
  ])(
    'should tell of an unknown click on an alias only who may ask (open postbacks: %s)',
    async (openPostbacks, code) => {
      const { id: accountId } = await given.account({ openPostbacks });
      const call = { by: { kind: 'alias', accountId }, signature: null, clickIdText: NO_ID } as const;
      expect(await outcomeOf(aConversionCall(await given.click(), call))).toEqual({ kind: 'refused', code });
    },
  );

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
      expect(await outcomeOf(aConversionCall(click, by))).toMatchObject({ kind });
    },
  );

  it('should take the signature on an alias, and nothing from administration', async () => {
    const click = await given.click();
    const { account } = click.offer;
    const signed = { by: { kind: 'alias' } } as const;
    expect(await outcomeOf(aConversionCall(click, signed))).toMatchObject({ kind: 'recorded' });
    const trusted = { by: { kind: 'trusted', accountId: account.id }, signature: null } as const;
    expect(await outcomeOf(aConversionCall(click, trusted))).toMatchObject({ kind: 'already-completed' });
  });

  it('should take the click id in any case', async () => {
    const click = await given.click();
    expect(await outcomeOf(aConversionCall(click, { clickIdText: click.id.toUpperCase() }))).toMatchObject({
      kind: 'recorded',
    });
  });
});
