import type { ConversionStatus } from '@app/domain';
import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, type GivenConversion } from '@app/testing';
import { Catalog } from '../catalog';
import { ChangeStatus, type ChangeResult } from '../change-status';
import { DueSignal } from '../due-signal';
import { RecordConversion } from '../record-conversion';

const db = testDatabase(Database);
const given = new Given(db);
const NOW = new Date('2024-03-01T12:00:00.000Z');
const LATER = new Date('2024-03-02T12:00:00.000Z');
const NO_ID = '019a8f3e-ffff-7000-8000-000000000000';
const CALLBACK = { url: 'https://tenant.example/callback', sendPending: true, sendRejected: true };

let changes: ChangeStatus;
let conversions: RecordConversion;

beforeAll(() => {
  const catalog = new Catalog(db.database, RETRIES);
  changes = new ChangeStatus(db.database, catalog, new DueSignal(db.database));
  conversions = new RecordConversion(db.database, catalog, new DueSignal(db.database));
});

const change = ({ id, accountId }: GivenConversion, status: ConversionStatus, reason: string | null = null) =>
  changes.change(accountId, id, { status, rejectionReason: reason, by: 'admin' });

const stateOf = ({ id }: { id: string }): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT status, rejection_reason AS reason, holds_completion AS holds, matures_at AS "maturesAt", modified_at AS "modifiedAt"
       FROM conversions WHERE id = $1`,
    [id],
  );

const historyOf = ({ id }: { id: string }): Promise<Record<string, unknown>[]> =>
  db.rows(
    `SELECT from_status AS "from", to_status AS "to", reason, changed_by AS "by", changed_at AS at FROM conversion_changes
      WHERE conversion_id = $1 ORDER BY sequence OFFSET 1`,
    [id],
  );

const sentOf = async ({ id }: { id: string }): Promise<unknown[]> => {
  const rows = await db.rows<{ status: string }>(
    `SELECT p.payload::json ->> 'status' AS status FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id
      WHERE d.conversion_id = $1 AND d.status = 'Pending' ORDER BY d.sequence`,
    [id],
  );
  return rows.map(({ status }) => status);
};

const postAgain = ({ click }: GivenConversion): Promise<unknown> =>
  conversions
    .record({
      by: { kind: 'trusted', accountId: click.accountId },
      sourceIp: null,
      signature: null,
      clickIdText: click.id,
      parameters: {},
    })
    .then(({ outcome }) => outcome);

describe(ChangeStatus.name, () => {
  it('should set any status at any time, with history, and send each change (K§3.3)', async () => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const path = ['Rejected', 'Success', 'Pending', 'Rejected', 'Pending', 'Success'] as const;
    for (const status of path) {
      const result = await change(conversion, status, 'fraud');
      expect(result).toMatchObject({ kind: 'changed', conversion: { id: conversion.id, status } });
    }
    expect(await historyOf(conversion)).toEqual(
      path.map((to, index) => ({
        from: path[index - 1] ?? 'Success',
        to,
        reason: to === 'Rejected' ? 'fraud' : null,
        by: 'admin',
        at: NOW,
      })),
    );
    expect(await sentOf(conversion)).toEqual(path);
    expect(await stateOf(conversion)).toMatchObject({ status: 'Success', reason: null, holds: true, modifiedAt: NOW });
  });

  it('should send Success always, and the others where they are opted in to (K§5.1)', async () => {
    const account = await given.account({ callback: { url: CALLBACK.url } });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    for (const status of ['Rejected', 'Pending', 'Success'] as const) await change(conversion, status);
    expect(await sentOf(conversion)).toEqual(['Success']);
  });

  it('should leave a conversion alone that is so already', async () => {
    const conversion = await given.conversion();
    expect(await change(conversion, 'Success', 'ignored')).toMatchObject({ kind: 'unchanged' });
    expect([await historyOf(conversion), await sentOf(conversion)]).toEqual([[], []]);
  });

  it("should know no conversion of nobody's or of another account's", async () => {
    const conversion = await given.conversion();
    const { id } = await given.account();
    const wanted = { status: 'Rejected', rejectionReason: null, by: 'admin' } as const;
    const results: ChangeResult[] = [
      await changes.change(conversion.accountId, NO_ID, wanted),
      await changes.change(id, conversion.id, wanted),
      await changes.change(NO_ID, conversion.id, wanted),
    ];
    expect(results).toEqual([{ kind: 'not-found' }, { kind: 'not-found' }, { kind: 'not-found' }]);
    expect(await stateOf(conversion)).toMatchObject({ status: 'Success' });
  });

  it('should leave a conversion that a person made Pending to persons', async () => {
    const conversion = await given.conversion({ status: 'Pending', maturesAt: LATER });
    await change(conversion, 'Success');
    await change(conversion, 'Pending');
    expect(await stateOf(conversion)).toMatchObject({ status: 'Pending', maturesAt: null });
  });

  it('should change all or none of several', async () => {
    const account = await given.account();
    const offer = await given.offer({ account });
    const [one, two] = [await given.conversion({ offer }), await given.conversion({ offer, pubMemberId: 'n' })];
    await db.rows(`ALTER TABLE conversion_changes ADD CONSTRAINT one CHECK (conversion_id <> '${two.id}') NOT VALID`);
    const both = { status: 'Rejected', rejectionReason: null, by: 'import' } as const;
    try {
      await expect(changes.changeAll(account.id, [one.id, two.id], both)).rejects.toMatchObject({ code: '23514' });
    } finally {
      await db.rows('ALTER TABLE conversion_changes DROP CONSTRAINT one');
    }
    expect([await stateOf(one), await stateOf(two)]).toMatchObject([{ status: 'Success' }, { status: 'Success' }]);
    expect(await changes.changeAll(account.id, [one.id, two.id, NO_ID], both)).toHaveLength(2);
  });

  it('should go by the configuration of now, whatever was in memory', async () => {
    const account = await given.account({ callback: CALLBACK });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    await change(conversion, 'Pending');
    await given.callback(account, { url: CALLBACK.url });
    await change(conversion, 'Rejected');
    expect(await sentOf(conversion)).toEqual(['Pending']);
  });
});

describe("a member's completion", () => {
  it('should be free again once its holder is Rejected, and taken again by it when it is valid once more', async () => {
    const first = await given.conversion();
    await change(first, 'Rejected');
    expect(await stateOf(first)).toMatchObject({ holds: false });
    await change(first, 'Pending');
    expect(await stateOf(first)).toMatchObject({ holds: true });
    expect(await postAgain(first)).toMatchObject({ kind: 'already-completed', conversionId: first.id });
  });

  it('should stay with whoever completed it meanwhile', async () => {
    const first = await given.conversion();
    await change(first, 'Rejected');
    const second = await postAgain(first);
    expect(second).toMatchObject({ kind: 'recorded', status: 'Success' });
    await change(first, 'Success');
    expect(await stateOf(first)).toMatchObject({ status: 'Success', holds: false });
    expect(await postAgain(first)).toMatchObject({
      kind: 'already-completed',
      conversionId: (second as { conversionId: string }).conversionId,
    });
  });

  it('should pass to the oldest valid one that stood in its shadow', async () => {
    const offer = await given.offer();
    const at = (hour: number) => ({ createdAt: new Date(Date.UTC(2024, 1, 1, hour)) });
    const holder = await given.conversion({ offer, ...at(4) });
    const others: GivenConversion[] = [];
    for (const hour of [3, 1, 2]) {
      const other = await given.conversion({ offer, status: 'Rejected', ...at(hour) });
      await change(other, 'Success');
      others.push(other);
    }
    await change(holder, 'Rejected');
    expect(await Promise.all(others.map(stateOf))).toMatchObject([{ holds: false }, { holds: true }, { holds: false }]);
    expect(await postAgain(holder)).toMatchObject({ kind: 'already-completed', conversionId: others[1]?.id });
    await change(others[1] ?? holder, 'Rejected');
    expect(await postAgain(holder)).toMatchObject({ conversionId: others[2]?.id });
  });
});

describe('repeats (G10.28)', () => {
  it('should follow their first conversion, each with history and a callback of its own (G10.28)', async () => {
    const account = await given.account({ frozenAt: NOW, callback: CALLBACK });
    const first = await given.conversion({ offer: await given.offer({ account, allowRepetitions: true }) });
    const repeats = [1, 2].map((): Partial<GivenConversion> => ({ isRepeated: true, repeatOf: first.id }));
    const [one, two] = await Promise.all(repeats.map((repeat) => given.conversion({ click: first.click, ...repeat })));
    if (one === undefined || two === undefined) throw new Error('no repeats');

    const results = await changes.changeAll(account.id, [first.id], {
      status: 'Rejected',
      rejectionReason: 'fraud',
      by: 'admin',
    });

    expect(results.map(({ conversion }) => conversion.id)).toEqual([first.id]);
    for (const conversion of [first, one, two]) {
      expect(await stateOf(conversion)).toMatchObject({ status: 'Rejected', reason: 'fraud', holds: false });
      expect(await historyOf(conversion)).toMatchObject([{ from: 'Success', to: 'Rejected', reason: 'fraud' }]);
      expect(await sentOf(conversion)).toEqual(['Rejected']);
    }
    await change(first, 'Success');
    expect(await stateOf(two)).toMatchObject({ status: 'Success', holds: false });
  });

  it('should never hold the completion, be their first Rejected', async () => {
    const first = await given.conversion({ offer: await given.offer({ allowRepetitions: true }) });
    const repeat = await given.conversion({ click: first.click, isRepeated: true, repeatOf: first.id });
    await change(first, 'Rejected');
    await change(repeat, 'Success');
    expect(await stateOf(repeat)).toMatchObject({ status: 'Success', holds: false });
    expect(await postAgain(first)).toMatchObject({ kind: 'recorded' });
  });
});
