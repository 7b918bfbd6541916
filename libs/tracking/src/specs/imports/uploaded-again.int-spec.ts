import { aConversionCall, type GivenAccount, type GivenClick } from '@app/testing';
import { UploadConversions } from '../../upload-conversions';
import { TestUploads } from './test-uploads';
import { aRow, outcomes } from './upload-rows';

const tests = new TestUploads();
const { db, given, ledger } = tests;
const anAccount = (): Promise<GivenAccount> => tests.account();
const upload: TestUploads['upload'] = (account, ...rows) => tests.upload(account, ...rows);

const callbacksOf = async (account: GivenAccount): Promise<number> =>
  (await ledger.deliveriesOf(account)).filter(({ status }) => status === 'Pending').length;

describe(`${UploadConversions.name}, what was completed before`, () => {
  it('should leave alone what is there from the same file, without a second callback', async () => {
    const account = await anAccount();
    const plain = await given.offer({ account });
    const repeatable = await given.offer({ account, allowRepetitions: true });
    const rejecting = await given.offer({ account, events: [{ eventId: 'e', deadlineDays: 1 }] });
    const rows = [
      aRow(await given.click({ offer: plain })),
      aRow(await given.click({ offer: repeatable })),
      aRow(await given.click({ offer: rejecting }), { eventId: 'e' }),
    ];
    const first = await upload(account, ...rows, ...rows);
    const sent = await callbacksOf(account);
    expect(outcomes(first).map(([result]) => result)).toEqual([
      ...['succeeded', 'succeeded', 'succeeded'],
      ...['unchanged', 'unchanged', 'unchanged'],
    ]);
    const second = await upload(account, ...rows);
    expect(second.map(({ result }) => result)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(second.map(({ conversionIds }) => conversionIds)).toEqual(
      first.slice(0, 3).map(({ conversionIds }) => conversionIds),
    );
    expect(await ledger.conversionsOf(account)).toHaveLength(3);
    expect([sent, await callbacksOf(account)]).toEqual([3, 3]);
    expect(await ledger.warningsOf(account)).toEqual([]);
  });

  it('should leave alone what was rejected since', async () => {
    const account = await anAccount();
    const row = aRow(await given.click({ offer: await given.offer({ account, allowRepetitions: true }) }));
    await upload(account, row);
    await db.rows(
      "UPDATE conversions SET status = 'Rejected', holds_completion = false, rejection_reason = 'fraud' WHERE account_id = $1",
      [account.id],
    );
    expect(outcomes(await upload(account, row))).toEqual([['unchanged', null]]);
    expect(await ledger.conversionsOf(account)).toMatchObject([{ status: 'Rejected', reason: 'fraud' }]);
  });

  it('should refuse a second completion where repeats are off, with a word in the history and no callback', async () => {
    const account = await anAccount();
    const offer = await given.offer({ account });
    const [one, other] = await Promise.all([given.click({ offer }), given.click({ offer })]);
    const byPostback = await given.click({ offer, pubMemberId: 'p' });
    await tests.conversions.record(aConversionCall(byPostback));
    const results = await upload(
      account,
      aRow(one, { minutes: 60 }),
      aRow(one, { minutes: 59 }),
      aRow(other, { minutes: 58 }),
      aRow(byPostback),
    );
    expect(outcomes(results)).toEqual([
      ['succeeded', null],
      ['failed', 'User has already completed the event'],
      ['failed', 'User has already completed the event'],
      ['failed', 'User has already completed the event'],
    ]);
    expect(results.slice(1, 3).map(({ conversionIds }) => conversionIds)).toEqual([
      results[0]?.conversionIds,
      results[0]?.conversionIds,
    ]);
    expect(await ledger.conversionsOf(account)).toHaveLength(2);
    expect(await callbacksOf(account)).toBe(2);
    expect(await ledger.warningsOf(account)).toHaveLength(3);
  });

  it('should record repeats where they are on, each with its own values and the status of the first', async () => {
    const account = await anAccount();
    const offer = await given.offer({ account, allowRepetitions: true, rewarding: 'Manual' });
    const click: GivenClick = await given.click({ offer });
    await upload(
      account,
      aRow(click, { minutes: 9 }),
      aRow(click, { minutes: 8, revenue: '1' }),
      aRow(click, { minutes: 7 }),
    );
    const rows = await ledger.conversionsOf(account);
    expect(rows).toHaveLength(3);
    const first = rows.find(({ isRepeated }) => isRepeated === false);
    const repeats = rows.filter(({ isRepeated }) => isRepeated === true);
    expect(repeats.map(({ repeatOf, status }) => [repeatOf, status])).toEqual([
      [first?.['id'], 'Pending'],
      [first?.['id'], 'Pending'],
    ]);
    expect(rows.map(({ revenue }) => revenue).toSorted()).toEqual([1, 7.5, 7.5]);
  });
});
