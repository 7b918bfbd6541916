import { anId, until, type GivenAccount } from '@app/testing';
import { UploadConversions } from '../../upload-conversions';
import { TestUploads } from './test-uploads';
import { ago, aRow, MINUTE_MS, NOW, outcomes } from './upload-rows';

const tests = new TestUploads();
const { db, given, ledger } = tests;
const anAccount = (): Promise<GivenAccount> => tests.account();
const upload: TestUploads['upload'] = (account, ...rows) => tests.upload(account, ...rows);

describe(UploadConversions.name, () => {
  it("should record a conversion with the row's own time, revenue and reward, and call back once", async () => {
    const account = await anAccount();
    const click = await given.click({ offer: await given.offer({ account, payout: '3' }), pubMemberId: 'm' });
    const [result] = await upload(account, aRow(click, { eventId: 'ignored' }));
    expect(result).toMatchObject({ number: 2, result: 'succeeded', reason: null });
    const [row] = await ledger.conversionsOf(account);
    expect(row).toMatchObject({ id: result?.conversionIds[0], clickId: click.id, status: 'Success' });
    expect(row).toMatchObject({ revenue: 7.5, reward: 70, payout: 3, createdAt: NOW });
    expect(await ledger.changesOf(account)).toMatchObject([{ from: null, to: 'Success', by: 'import', at: NOW }]);
    const [callback, ...others] = await ledger.deliveriesOf(account);
    expect(others).toEqual([]);
    expect(callback).toMatchObject({
      status: 'Pending',
      payload: { userCompletedAt: ago(60).toISOString(), revenue: 7.5, rewardPoints: 70, pubMemberId: 'm' },
    });
  });

  it('should find the event of a MultiEvent offer by its configured Event ID', async () => {
    const account = await anAccount();
    const offer = await given.offer({ account, events: [{ eventId: 'Level 5' }, { eventId: 'level 5' }] });
    const click = await given.click({ offer });
    const [event] = offer.events;
    const results = await upload(
      account,
      aRow(click, { eventId: 'level 5' }),
      aRow(click, { eventId: 'LEVEL 5' }),
      aRow(click, { eventId: event?.id ?? '' }),
      aRow(click),
    );
    expect(outcomes(results)).toEqual([
      ['succeeded', null],
      ['failed', 'The offer has no event with this EventID.'],
      ['failed', 'The offer has no event with this EventID.'],
      ['failed', 'EventID is required, because the offer has several events.'],
    ]);
    const payloads = (await ledger.deliveriesOf(account)).map(({ payload }) => payload);
    expect(payloads).toMatchObject([{ eventId: 'level 5', offerEventId: offer.events[1]?.id }]);
  });

  it('should refuse the row of an unknown click, of another account, of a deleted offer, and record the others', async () => {
    const account = await anAccount();
    const good = await given.click({ offer: await given.offer({ account }) });
    const foreign = await given.click({ offer: await given.offer({ account: await anAccount() }) });
    const gone = await given.click({ offer: await given.offer({ account, deletedAt: NOW }) });
    const results = await upload(account, aRow({ id: anId() }), aRow(good), aRow(foreign), aRow(gone));
    expect(outcomes(results)).toEqual([
      ['failed', 'There is no click with this ClickId.'],
      ['succeeded', null],
      ['failed', 'There is no click with this ClickId.'],
      ['failed', 'The offer of this click is gone.'],
    ]);
    expect(await ledger.conversionsOf(foreign.offer.account)).toEqual([]);
    expect(await ledger.conversionsOf(account)).toHaveLength(1);
  });

  it("should refuse a time after the platform's, and one before the click", async () => {
    const account = await anAccount();
    const click = await given.click({ offer: await given.offer({ account }), createdAt: ago(30) });
    const results = await upload(
      account,
      aRow(click, { minutes: -1 }),
      aRow(click, { minutes: 31 }),
      aRow(click, { minutes: 0 }),
    );
    expect(outcomes(results)).toEqual([
      ['failed', 'UserCompletedAt is in the future.'],
      ['failed', 'UserCompletedAt is before the click.'],
      ['succeeded', null],
    ]);
  });

  it('should take no notice of the whitelist, nor of a paused offer, and need no amount of RevShare', async () => {
    const account = await anAccount();
    const share = { conversionType: 'RevShare', revenueShare: '20', rewardShare: '10' } as const;
    const offer = await given.offer({ account, ...share, status: 'Pending', ipWhitelist: ['203.0.113.0/24'] });
    const [result] = await upload(account, aRow(await given.click({ offer })));
    expect(result).toMatchObject({ result: 'succeeded', reason: null });
    expect(await ledger.conversionsOf(account)).toMatchObject([{ status: 'Success', revenue: 7.5, reward: 70 }]);
  });

  it.each([
    [{ rewarding: 'Manual' as const }, null],
    [{ pendingTime: 2 }, new Date(NOW.getTime() + 2 * 24 * 60 * MINUTE_MS)],
  ])('should leave a conversion Pending where the offer says %j', async (changed, maturesAt) => {
    const account = await anAccount();
    await upload(account, aRow(await given.click({ offer: await given.offer({ account, ...changed }) })));
    expect(await ledger.conversionsOf(account)).toMatchObject([{ status: 'Pending', maturesAt }]);
  });

  it('should judge sequence, minimum time and deadline by the times of the rows, in their order', async () => {
    const account = await anAccount();
    const events = [
      { eventId: 'a', sequenceNumber: 1 },
      { eventId: 'b', sequenceNumber: 2, minTimeFromPreviousEvent: 10 },
      { eventId: 'late', deadlineDays: 1 },
    ];
    const offer = await given.offer({ account, events });
    const click = await given.click({ offer, createdAt: ago(3 * 24 * 60) });
    const results = await upload(
      account,
      aRow(click, { eventId: 'b', minutes: 90 }),
      aRow(click, { eventId: 'a', minutes: 60 }),
      aRow(click, { eventId: 'b', minutes: 51 }),
      aRow(click, { eventId: 'b', minutes: 50 }),
      aRow(click, { eventId: 'late', minutes: 60 }),
      aRow(click, { eventId: 'late', minutes: 50 * 60 }),
    );
    expect(outcomes(results)).toEqual([
      ['succeeded', 'Event sequence is violated'],
      ['succeeded', null],
      ['succeeded', 'Minimum time from previous event is not reached'],
      ['succeeded', null],
      ['succeeded', 'Event deadline has passed'],
      ['succeeded', null],
    ]);
  });

  it("should fill caps and budgets in the order of the file, by the rows' own revenue", async () => {
    const account = await anAccount();
    const capped = await given.offer({ account, dailyCap: 2 });
    const budget = await given.offer({ account, totalBudget: '10', revenue: '100' });
    const clicks = await Promise.all(
      [capped, budget, capped, budget, capped].map((offer, n) => given.click({ offer, pubMemberId: `m${String(n)}` })),
    );
    const revenues = ['5', '6', '5', '4.5', '5'];
    const results = await upload(account, ...clicks.map((click, n) => aRow(click, { revenue: revenues[n] ?? '0' })));
    expect(outcomes(results)).toEqual([
      ['succeeded', null],
      ['succeeded', null],
      ['succeeded', null],
      ['succeeded', 'Budget is reached'],
      ['succeeded', 'Conversion cap is reached'],
    ]);
  });

  it('should let no row of an offer with a cap go before one that is held up', async () => {
    const account = await anAccount();
    const [capped, other] = [await given.offer({ account, dailyCap: 1 }), await given.offer({ account })];
    const [held, next] = await Promise.all(
      ['m', 'n'].map((pubMemberId) => given.click({ offer: capped, pubMemberId })),
    );
    const client = await db.database.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT * FROM lock_completion($1, $2, NULL, $3)', [account.id, capped.id, 'm']);
    const uploading = upload(account, aRow(held!), aRow(next!));
    await until(async () => {
      const waiting = await db.rows(
        'SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE datname = current_database() AND NOT granted',
      );
      return waiting.length > 0;
    });
    // As long as the next row would take by itself.
    for (let n = 0; n < 5; n++) {
      await upload(account, aRow(await given.click({ offer: other, pubMemberId: String(n) })));
    }
    await client.query('ROLLBACK');
    client.release();
    expect(outcomes(await uploading)).toEqual([
      ['succeeded', null],
      ['succeeded', 'Conversion cap is reached'],
    ]);
  });

  it('should judge by the configuration as it is now', async () => {
    const account = await anAccount();
    const offer = await given.offer({ account });
    const [one, two] = await Promise.all(['m', 'n'].map((pubMemberId) => given.click({ offer, pubMemberId })));
    await upload(account, aRow(one!));
    await db.rows("UPDATE offers SET rewarding = 'Manual' WHERE id = $1", [offer.id]);
    await upload(account, aRow(two!));
    expect((await ledger.conversionsOf(account)).map(({ status }) => status).toSorted()).toEqual([
      'Pending',
      'Success',
    ]);
  });
});
