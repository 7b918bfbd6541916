import { Given, testDatabase } from '@app/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from '../data-source';
import { Database } from '../database';
import { ClickCounts1764000000007 } from '../migrations/1764000000007-click-counts';
import { readSummary } from '../queries/report-queries';

const db = testDatabase(Database);
const given = new Given(db);

let source: DataSource;
beforeAll(async () => {
  source = await createDataSource({ url: db.url, connections: 2 }).initialize();
});
afterAll(() => source.destroy());

/** The ledger as it was before clicks were counted, with all that is in it. */
async function goBack(): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await db.rows('SELECT FROM migrations WHERE name = $1', [ClickCounts1764000000007.name])).length > 0;
  while (await isThere()) await source.undoLastMigration();
}

describe(ClickCounts1764000000007.name, () => {
  it('should count once what was there before', async () => {
    const offer = await given.offer();
    const partner = await given.partner({ account: offer.account });
    const [one, two] = [new Date('2024-03-01T23:59:59.999Z'), new Date('2024-03-02T00:00:00Z')];
    await given.click({ offer, createdAt: one });
    await given.click({ offer, partner, createdAt: one });
    await given.click({ offer, createdAt: two });
    await db.rows(
      `INSERT INTO views SELECT gen_random_uuid(), account_id, offer_id, pub_member_id, '{}', '', '', created_at FROM clicks WHERE created_at = $1`,
      [two],
    );
    await goBack();
    await migrate(source);
    const range = { from: new Date('2024-03-01T00:00Z'), until: new Date('2024-03-03T00:00Z') };
    expect(await readSummary(db.database, offer.accountId, { group: 'day', ...range })).toMatchObject([
      { day: '2024-03-01', clicks: 2, views: 0 },
      { day: '2024-03-02', clicks: 1, views: 1 },
    ]);
    expect(await readSummary(db.database, offer.accountId, { group: 'partner', ...range })).toMatchObject([
      { partnerId: partner.id, clicks: 1, views: 0 },
      { partnerId: null, clicks: 2, views: 1 },
    ]);
  });
});
