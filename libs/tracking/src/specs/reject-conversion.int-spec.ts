import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, type GivenAccount, type GivenConversion, type GivenOffer } from '@app/testing';
import { Catalog } from '../catalog';
import { ChangeStatus } from '../change-status';
import { DueSignal } from '../due-signal';
import { RejectConversion, type RejectionCall, type RejectionResult } from '../reject-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const CALLBACK = { url: 'https://tenant.example/callback', sendRejected: true };

/** What an API process of its own would have. */
const aProcess = (database: Database): RejectConversion => {
  const changes = new ChangeStatus(database, new Catalog(database, RETRIES), new DueSignal(database));
  return new RejectConversion(database, changes);
};

let rejections: RejectConversion;
beforeAll(() => {
  rejections = aProcess(db.database);
});

const globally = ({ id }: GivenAccount): RejectionCall['scope'] => ({ accountId: id, offerId: null });
const ofOffer = ({ id, accountId }: GivenOffer): RejectionCall['scope'] => ({ accountId, offerId: id });

const reject = (
  scope: RejectionCall['scope'],
  transactionId: string | null,
  more: Partial<RejectionCall> = {},
): Promise<RejectionResult> => rejections.reject({ scope, transactionId, reason: 'fraud', eventId: null, ...more });

const stateOf = ({ id }: GivenConversion): Promise<{ status: string; reason: string | null }> =>
  db.row('SELECT status, rejection_reason AS reason FROM conversions WHERE id = $1', [id]);

const deliveriesOf = ({ id }: GivenConversion): Promise<Record<string, unknown>[]> =>
  db.rows(
    `SELECT kind, status, conversion_status AS "conversionStatus" FROM deliveries WHERE conversion_id = $1 ORDER BY sequence`,
    [id],
  );

const historyOf = ({ id }: GivenConversion): Promise<Record<string, unknown>[]> =>
  db.rows(
    `SELECT from_status AS "from", to_status AS "to", reason, changed_by AS "by" FROM conversion_changes
      WHERE conversion_id = $1 ORDER BY sequence OFFSET 1`,
    [id],
  );

/** An offer with two events, one click, and a conversion of each event. */
async function twoEvents(): Promise<{ offer: GivenOffer; a: GivenConversion; b: GivenConversion }> {
  const offer = await given.offer({ events: [{ eventId: 'a' }, { eventId: 'b' }] });
  const click = await given.click({ offer });
  const [a, b] = [
    await given.conversion({ click, offerEventId: offer.events[0]?.id ?? null }),
    await given.conversion({ click, offerEventId: offer.events[1]?.id ?? null }),
  ];
  return { offer, a, b };
}

describe(RejectConversion.name, () => {
  it.each(['Success', 'Pending'] as const)(
    'should make a %s one Rejected, with history and deliveries',
    async (status) => {
      const account = await given.account({ callback: CALLBACK });
      const partner = await given.partner({ account });
      await given.postback({ partner, statuses: ['Rejected'] });
      const maturesAt = status === 'Pending' ? new Date('2100-01-01') : null;
      const conversion = await given.conversion({ offer: await given.offer({ account }), partner, status, maturesAt });

      expect(await reject(globally(account), conversion.id)).toEqual({
        kind: 'rejected',
        conversionIds: [conversion.id],
      });

      expect(await stateOf(conversion)).toEqual({ status: 'Rejected', reason: 'fraud' });
      expect(await historyOf(conversion)).toEqual([
        { from: status, to: 'Rejected', reason: 'fraud', by: 'rejection-endpoint' },
      ]);
      expect(await deliveriesOf(conversion)).toEqual([
        { kind: 'callback', status: 'Pending', conversionStatus: 'Rejected' },
        { kind: 'postback', status: 'Pending', conversionStatus: 'Rejected' },
      ]);
    },
  );

  it.each([
    ['nothing', false, []],
    ['a callback where the account wants to hear of it', true, [{ kind: 'callback', status: 'Pending' }]],
  ])('should replace the reason of a Rejected one and send %s', async (_, callbackOnReasonChange, sent) => {
    const account = await given.account({ callback: CALLBACK, callbackOnReasonChange });
    const offer = await given.offer({ account });
    const conversion = await given.conversion({ offer, status: 'Rejected', rejectionReason: 'old' });
    expect(await reject(ofOffer(offer), conversion.id)).toMatchObject({ kind: 'reason_updated' });
    expect(await stateOf(conversion)).toEqual({ status: 'Rejected', reason: 'fraud' });
    expect(await historyOf(conversion)).toMatchObject([{ from: 'Rejected', to: 'Rejected', reason: 'fraud' }]);
    expect(await deliveriesOf(conversion)).toMatchObject(sent);
  });

  it('should change nothing more when it is called again with the same reason', async () => {
    const conversion = await given.conversion();
    const scope = globally(conversion.click.offer.account);
    await reject(scope, conversion.id);
    expect(await reject(scope, conversion.id)).toMatchObject({ kind: 'reason_updated' });
    expect(await historyOf(conversion)).toHaveLength(1);
    expect(await deliveriesOf(conversion)).toHaveLength(1);
  });

  it.each([
    [{ transactionId: null }, 'transaction_id'],
    [{ transactionId: '  ' }, 'transaction_id'],
    [{ reason: null }, 'new_rejected_reason'],
    [{ reason: ' \n ' }, 'new_rejected_reason'],
  ])('should refuse %j', async (missing, parameter) => {
    const conversion = await given.conversion();
    const scope = globally(conversion.click.offer.account);
    expect(await reject(scope, conversion.id, missing)).toEqual({ kind: 'invalid', parameter });
    expect(await stateOf(conversion)).toMatchObject({ status: 'Success' });
  });

  it('should trim the reason and cut it at 255 characters', async () => {
    const conversion = await given.conversion();
    await reject(globally(conversion.click.offer.account), ` ${conversion.id} `, { reason: `  ${'x'.repeat(300)}` });
    expect(await stateOf(conversion)).toEqual({ status: 'Rejected', reason: 'x'.repeat(255) });
  });
});

describe('a transaction_id (K§4.1)', () => {
  it('should be a conversion first, in any case of its letters', async () => {
    const { offer, a, b } = await twoEvents();
    expect(await reject(ofOffer(offer), a.id.toUpperCase())).toEqual({ kind: 'rejected', conversionIds: [a.id] });
    expect(await stateOf(b)).toMatchObject({ status: 'Success' });
  });

  it('should be a click second: all of its conversions', async () => {
    const { offer, a, b } = await twoEvents();
    const other = await given.conversion({ offer, pubMemberId: 'n', offerEventId: a.offerEventId });
    const result = await reject(ofOffer(offer), a.clickId);
    expect(result).toMatchObject({ kind: 'rejected' });
    expect(result.kind === 'rejected' && [...result.conversionIds].sort()).toEqual([a.id, b.id].sort());
    expect(await stateOf(other)).toMatchObject({ status: 'Success' });
  });

  it("should be the advertiser's own id last, when one conversion in scope has it", async () => {
    const account = await given.account();
    const parameters = { cnv_conversion_id: 'adv-1' };
    const [one, two] = [await given.offer({ account }), await given.offer({ account })];
    const [mine, theirs] = [
      await given.conversion({ offer: one, parameters }),
      await given.conversion({ offer: two, parameters }),
    ];
    expect(await reject(globally(account), 'adv-1')).toEqual({ kind: 'not_found' });
    expect([await stateOf(mine), await stateOf(theirs)]).toMatchObject([{ status: 'Success' }, { status: 'Success' }]);
    expect(await reject(ofOffer(one), 'ADV-1')).toEqual({ kind: 'not_found' });
    expect(await reject(ofOffer(one), 'adv-1')).toEqual({ kind: 'rejected', conversionIds: [mine.id] });
    expect(await stateOf(theirs)).toMatchObject({ status: 'Success' });
  });

  it("should be the advertiser's own id even where that looks like one of ours", async () => {
    const conversion = await given.conversion({ parameters: { cnv_conversion_id: NO_ID } });
    expect(await reject(globally(conversion.click.offer.account), NO_ID)).toMatchObject({ kind: 'rejected' });
  });

  it('should be nothing when nobody knows it', async () => {
    const { offer } = await twoEvents();
    for (const id of [NO_ID, 'unknown', "'; DROP TABLE conversions; --"]) {
      expect(await reject(ofOffer(offer), id)).toEqual({ kind: 'not_found' });
    }
  });

  it("should not reach another offer's conversions by an offer's URL, nor another account's by any", async () => {
    const account = await given.account();
    const [mine, others] = [await given.offer({ account }), await given.offer({ account })];
    const conversion = await given.conversion({ offer: others });
    const stranger = await given.offer();
    for (const scope of [ofOffer(mine), ofOffer(stranger), globally(stranger.account)]) {
      for (const id of [conversion.id, conversion.clickId]) {
        expect(await reject(scope, id)).toEqual({ kind: 'not_found' });
      }
    }
    expect(await stateOf(conversion)).toMatchObject({ status: 'Success' });
    expect(await reject(globally(account), conversion.clickId)).toMatchObject({ kind: 'rejected' });
  });

  it('should be narrowed by event_id', async () => {
    const { offer, a, b } = await twoEvents();
    expect(await reject(ofOffer(offer), a.clickId, { eventId: 'b' })).toEqual({
      kind: 'rejected',
      conversionIds: [b.id],
    });
    expect(await reject(ofOffer(offer), a.id, { eventId: 'b' })).toEqual({ kind: 'not_found' });
    expect(await reject(ofOffer(offer), a.clickId, { eventId: 'c' })).toEqual({ kind: 'not_found' });
    expect(await stateOf(a)).toMatchObject({ status: 'Success' });
    expect(await reject(ofOffer(offer), a.id, { eventId: 'a' })).toMatchObject({ kind: 'rejected' });
  });
});

describe('rejections at the same time', () => {
  it('should reject once, and leave one of their reasons', async () => {
    const account = await given.account({ callback: CALLBACK });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const processes = [rejections, aProcess(db.anotherPool())];
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (processes[index % 2] ?? rejections).reject({
          scope: globally(account),
          transactionId: index % 3 === 0 ? conversion.clickId : conversion.id,
          reason: `reason ${index}`,
          eventId: null,
        }),
      ),
    );
    expect(results.filter((result) => result.kind === 'rejected')).toHaveLength(1);
    expect(results.filter((result) => result.kind === 'reason_updated')).toHaveLength(29);
    const history = await historyOf(conversion);
    expect(history).toHaveLength(30);
    expect(history.filter(({ from }) => from === 'Success')).toHaveLength(1);
    expect(await stateOf(conversion)).toEqual({ status: 'Rejected', reason: history.at(-1)?.['reason'] });
    expect(await deliveriesOf(conversion)).toHaveLength(1);
  });
});
