import { Database } from '@app/store';
import {
  aConversionCall,
  Given,
  Ledger,
  RETRIES,
  testDatabase,
  until,
  type GivenClick,
  type LedgerRow,
} from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
import type { ConversionCall } from '../../gather-facts';
import type { ConversionResult } from '../../conversion-result';
import { STATUS_CHANGED } from '../../observe/status-changed';
import { RecordConversion } from '../../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const CALLBACK = { url: 'https://tenant.example/callback' };

let catalog: Catalog;
let conversions: RecordConversion;

beforeEach(() => {
  catalog = new Catalog(db.database, RETRIES);
  conversions = new RecordConversion(db.database, catalog, new DueSignal(db.database));
});

const outcomeOf = async (call: ConversionCall): Promise<ConversionResult['outcome']> =>
  (await conversions.record(call)).outcome;

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
    const recording = outcomeOf(aConversionCall(click));
    await until(isWaiting);
    await db.rows(`UPDATE offers SET rewarding = 'Manual' WHERE id = $1`, [click.offer.id]);
    await release();
    expect(await recording).toMatchObject({ kind: 'recorded', status: 'Pending' });
  });

  it('should refuse what the change no longer allows', async () => {
    const click = await given.click();
    const release = await holdCompletion(click);
    const recording = outcomeOf(aConversionCall(click));
    await until(isWaiting);
    await db.rows(`UPDATE accounts SET signature = 'new' WHERE id = $1`, [click.accountId]);
    await release();
    expect(await recording).toEqual({ kind: 'refused', code: 'signature_wrong' });
  });

  /** Whenever a call has read what it is judged by, that changes. */
  class RestlessCatalog extends Catalog {
    override async ensure(accountId: string, version: string): ReturnType<Catalog['ensure']> {
      const account = await super.ensure(accountId, version);
      await db.rows(`UPDATE offers SET rewarding = 'Manual', revenue = revenue + 1 WHERE account_id = $1`, [accountId]);
      return account;
    }
  }

  it('should judge in the end when it never rests', async () => {
    const click = await given.click();
    const restless = new RecordConversion(
      db.database,
      new RestlessCatalog(db.database, RETRIES),
      new DueSignal(db.database),
    );
    const told: string[] = [];
    const stop = STATUS_CHANGED.watch(({ row }) => told.push(row.clickId));
    const { outcome } = await restless.record(aConversionCall(click));
    stop();
    expect(outcome).toMatchObject({ kind: 'recorded', status: 'Pending' });
    expect(told).toEqual([click.id]);
    expect(await ledger.conversionsOf({ id: click.accountId })).toHaveLength(1);
  });

  it('should hold up no other account in the same group', async () => {
    const [click, other] = [await given.click(), await given.click()];
    const release = await holdCompletion(click);
    const recording = Promise.all([click, other].map((each) => outcomeOf(aConversionCall(each))));
    await until(isWaiting);
    await db.rows(`UPDATE offers SET rewarding = 'Manual' WHERE id = $1`, [click.offer.id]);
    await release();
    expect(await recording).toMatchObject([{ status: 'Pending' }, { status: 'Success' }]);
  });

  it.each([
    ['the offer', (click: GivenClick) => catalog.offer(click.offer.id)],
    ['the offer and then, after the change, the account', (click: GivenClick) => catalog.offer(click.offer.id)],
    [
      'everything',
      (click: GivenClick) => conversions.record(aConversionCall(click, { parameters: { cnv_event_id: 'none' } })),
    ],
  ])('should not go by an old offer when %s was in memory', async (what, read) => {
    const click = await given.click({ offer: await given.offer({ events: [{ eventId: 'a' }] }) });
    await read(click);
    await db.rows('UPDATE offer_events SET pending_time = 3 WHERE offer_id = $1', [click.offer.id]);
    if (what.includes('then')) await catalog.account(click.accountId);
    const outcome = await outcomeOf(aConversionCall(click, { parameters: { cnv_event_id: 'a' } }));
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
    expect(await outcomeOf(aConversionCall(click))).toEqual({ kind: 'refused', code: 'path_secret_wrong' });
    const moved = { by: { kind: 'path', secrets: 'new/new/new' } } as const;
    expect(await outcomeOf(aConversionCall(click, moved))).toMatchObject({ kind: 'recorded' });
    expect(await ledger.deliveriesOf(account)).toMatchObject([
      { kind: 'callback' },
      { kind: 'postback', status: 'Pending' },
    ]);
  });

  it('should snapshot names as they are when the status changes', async () => {
    const account = await given.account({ callback: CALLBACK });
    const offer = await given.offer({ account, name: 'Old' });
    const [one, two] = [await given.click({ offer, pubMemberId: '1' }), await given.click({ offer, pubMemberId: '2' })];
    await conversions.record(aConversionCall(one));
    await db.rows(`UPDATE offers SET name = 'New' WHERE id = $1`, [offer.id]);
    await conversions.record(aConversionCall(two));
    const names = (await ledger.deliveriesOf(account)).map(({ payload }) => (payload as LedgerRow)['offerName']);
    expect(names).toEqual(['Old', 'New']);
  });
});
