import { Database } from '@app/store';
import { testDatabase } from '@app/testing';
import { StreamableFile } from '@nestjs/common';
import { read, utils } from '@e965/xlsx';
import { buffer } from 'node:stream/consumers';
import { CsvFile, ListQuery } from './csv';
import { answerList, Where, type LedgerList } from './ledger-list';
import { Problem } from '../problem';
import { XlsxFile } from './xlsx';

const ACCOUNT = '019a8f3e-0000-7000-8000-00000000a001';
const OTHER = '019a8f3e-0000-7000-8000-00000000a002';
const ROWS = 2_500;

const LIST: LedgerList<{ id: string; weight: string }, { id: string; weight: number }> = {
  name: 'things',
  select: 't.id, t.weight::text AS weight',
  from: 'things t',
  id: 't.id',
  orders: {
    createdAt: { column: 't.created_at', type: 'timestamptz' },
    weight: { column: 't.weight', type: 'numeric' },
  },
  columns: ['id', 'weight'],
  toItem: ({ id, weight }) => ({ id, weight: Number(weight) }),
};

const db = testDatabase(Database);

beforeAll(async () => {
  await db.rows('CREATE TABLE things (id uuid, account_id uuid, weight numeric(18, 6), created_at timestamptz(3))');
  // Many share an instant and a weight: only the id tells them apart.
  await db.rows(
    `INSERT INTO things SELECT gen_random_uuid(), $1, (n % 7) + 0.1, timestamptz '2026-11-21T06:30:00.123Z' + make_interval(secs => n % 3)
       FROM generate_series(1, $2::int) n`,
    [ACCOUNT, ROWS],
  );
  await db.rows(`INSERT INTO things VALUES (gen_random_uuid(), $1, 1, now())`, [OTHER]);
});

const query = (given: Partial<ListQuery> = {}): ListQuery => Object.assign(new ListQuery(), given);
const mine = (): Where => new Where('t.account_id', ACCOUNT);

async function linesOf(given: Partial<ListQuery>, where = mine()): Promise<string[]> {
  const file = await answerList(db.database, LIST, where, query({ ...given, format: 'csv' }));
  if (!(file instanceof CsvFile)) throw new Error('not a file');
  let text = '';
  for await (const chunk of file.getStream()) text += String(chunk);
  return text.trimEnd().split('\n').slice(1);
}

describe(answerList.name, () => {
  it('should answer pages that together hold every row once', async () => {
    const seen = new Set<string>();
    for (let page = 0; page < ROWS / 100; page++) {
      const answer = await answerList(db.database, LIST, mine(), query({ page, page_size: 100 }));
      if (answer instanceof StreamableFile) throw new Error('not a page');
      expect(answer).toMatchObject({ totalCount: ROWS, totalPages: 25, pageIndex: page, hasNextPage: page < 24 });
      answer.items.forEach(({ id }) => seen.add(id));
    }
    expect(seen.size).toBe(ROWS);
  });

  it.each([{}, { order_asc: true }, { orderby: 'weight' }, { orderby: 'Weight', order_asc: true }])(
    'should export every row once, over several batches, ordered by %j',
    async (given) => {
      const lines = await linesOf(given);
      expect(new Set(lines).size).toBe(ROWS);
      const weights = lines.map((line) => Number(line.split(',')[1]));
      const sorted = [...weights].sort((left, right) => ('order_asc' in given ? left - right : right - left));
      if ('orderby' in given) expect(weights).toEqual(sorted);
    },
  );

  it('should export every row once as XLSX too, in the order that was asked for', async () => {
    const file = await answerList(db.database, LIST, mine(), query({ format: 'xlsx', orderby: 'weight' }));
    if (!(file instanceof XlsxFile)) throw new Error('not a workbook');
    const { Sheets } = read(await buffer(file.getStream()));
    const rows = utils.sheet_to_json<{ id: string; weight: number }>(Sheets['Sheet1'] ?? {});
    expect(new Set(rows.map(({ id }) => id)).size).toBe(ROWS);
    const weights = rows.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((left, right) => right - left));
  });

  it('should narrow by every condition that has a value', async () => {
    const where = mine().and('t.weight = ?', 0.1).and('t.id = ?', undefined);
    expect(await linesOf({}, where)).toHaveLength(Math.floor(ROWS / 7));
  });

  it('should refuse an order that the list does not have', async () => {
    await expect(answerList(db.database, LIST, mine(), query({ orderby: 'id; DROP TABLE things' }))).rejects.toThrow(
      Problem,
    );
  });
});
