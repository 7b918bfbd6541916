import { createLog } from '@app/runtime';
import { Database } from '@app/store';
import { Given, testDatabase, until } from '@app/testing';
import { FoldClickCounts } from '@app/tracking';
import { Counting } from '../counting';

const db = testDatabase(Database);
const given = new Given(db);
const log = createLog('silent');

const rowsOf = async (table: string): Promise<number> =>
  (await db.row<{ count: number }>(`SELECT count(*)::int FROM ${table}`)).count;

describe(Counting.name, () => {
  it('should fold what was counted since, until it is stopped', async () => {
    const click = await given.click();
    await given.click({ offer: click.offer });
    const counting = new Counting(new FoldClickCounts(db.database), log);
    counting.start();
    await until(async () => (await rowsOf('click_deltas')) === 0);
    await counting.stop();
    expect(await db.rows('SELECT offer_id AS "offerId", clicks::int, views::int FROM click_counts')).toEqual([
      { offerId: click.offerId, clicks: 2, views: 0 },
    ]);
  });
});
