import { Database } from '@app/store';
import { Given, RETRIES, testDatabase, type GivenAccount, type GivenConversion } from '@app/testing';
import { Catalog } from '../catalog';
import { ChangeStatus } from '../change-status';
import { DueSignal } from '../due-signal';
import { MatureConversions } from '../mature-conversions';

const db = testDatabase(Database);
const given = new Given(db);
const DUE = new Date('2024-03-04T12:00:00.000Z');
const JUST_BEFORE = new Date(DUE.getTime() - 1);
const CALLBACK = { url: 'https://tenant.example/callback' };

const aProcess = (database: Database): { changes: ChangeStatus; maturing: MatureConversions } => {
  const changes = new ChangeStatus(database, new Catalog(database, RETRIES), new DueSignal(database));
  return { changes, maturing: new MatureConversions(database, changes) };
};

let changes: ChangeStatus;
let maturing: MatureConversions;
beforeAll(() => {
  ({ changes, maturing } = aProcess(db.database));
});
afterEach(() => db.rows('TRUNCATE conversions CASCADE'));

async function pending(account: GivenAccount, maturesAt: Date | null = DUE): Promise<GivenConversion> {
  return given.conversion({ offer: await given.offer({ account }), status: 'Pending', maturesAt });
}

const stateOf = ({ id }: GivenConversion): Promise<Record<string, unknown>> =>
  db.row('SELECT status, matures_at AS "maturesAt", modified_at AS "modifiedAt" FROM conversions WHERE id = $1', [id]);

const historyOf = ({ id }: GivenConversion): Promise<Record<string, unknown>[]> =>
  db.rows(
    'SELECT to_status AS "to", changed_by AS "by", changed_at AS at FROM conversion_changes WHERE conversion_id = $1 ORDER BY sequence OFFSET 1',
    [id],
  );

describe(MatureConversions.name, () => {
  it('should make a Pending conversion Success at the very instant at which its time has passed', async () => {
    const account = await given.account({ frozenAt: JUST_BEFORE, callback: CALLBACK });
    const conversion = await pending(account);
    expect(await maturing.mature()).toBe(0);
    expect(await stateOf(conversion)).toMatchObject({ status: 'Pending' });

    await given.platformTime(account, DUE);
    expect(await maturing.mature()).toBe(1);
    expect(await stateOf(conversion)).toEqual({ status: 'Success', maturesAt: null, modifiedAt: DUE });
    expect(await historyOf(conversion)).toEqual([{ to: 'Success', by: 'pending-time', at: DUE }]);
    const deliveries = await db.rows(
      'SELECT kind, status, due_at AS "dueAt" FROM deliveries WHERE conversion_id = $1',
      [conversion.id],
    );
    expect(deliveries).toEqual([{ kind: 'callback', status: 'Pending', dueAt: DUE }]);
    expect(await maturing.mature()).toBe(0);
  });

  it('should go by the clock of each account', async () => {
    const [early, late] = [await given.account({ frozenAt: JUST_BEFORE }), await given.account({ frozenAt: DUE })];
    const [waiting, ripe] = [await pending(early), await pending(late)];
    expect(await maturing.mature()).toBe(1);
    expect([await stateOf(waiting), await stateOf(ripe)]).toMatchObject([{ status: 'Pending' }, { status: 'Success' }]);
  });

  it('should leave what a person has to decide', async () => {
    const account = await given.account({ frozenAt: new Date('2100-01-01') });
    const manual = await pending(account, null);
    expect(await maturing.mature()).toBe(0);
    expect(await stateOf(manual)).toMatchObject({ status: 'Pending' });
  });

  it('should take repeats along with their first, each once', async () => {
    const account = await given.account({ frozenAt: DUE });
    const first = await pending(account);
    const repeat = {
      click: first.click,
      status: 'Pending',
      isRepeated: true,
      repeatOf: first.id,
      maturesAt: DUE,
    } as const;
    const repeats = [await given.conversion(repeat), await given.conversion(repeat)];
    expect(await maturing.mature()).toBe(3);
    for (const conversion of [first, ...repeats]) expect(await historyOf(conversion)).toHaveLength(1);
  });

  it('should go on batch by batch until nothing is ripe', async () => {
    const account = await given.account({ frozenAt: DUE });
    const offer = await given.offer({ account });
    for (let member = 0; member < 130; member++) {
      await given.conversion({ offer, pubMemberId: `m${member}`, status: 'Pending', maturesAt: DUE });
    }
    expect([await maturing.mature(), await maturing.mature(), await maturing.mature()]).toEqual([100, 30, 0]);
  });

  it('should mature each once, however many relays look, and never against somebody who decided meanwhile', async () => {
    const account = await given.account({ frozenAt: DUE, callback: CALLBACK });
    const offer = await given.offer({ account });
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, member) =>
        given.conversion({ offer, pubMemberId: `m${member}`, status: 'Pending', maturesAt: DUE }),
      ),
    );
    const rejected = all.slice(0, 20);
    const others = [aProcess(db.anotherPool()).maturing, aProcess(db.anotherPool()).maturing, maturing];
    await Promise.all([
      ...others.map((each) => each.mature()),
      ...rejected.map(({ id }) =>
        changes.change(account.id, id, { status: 'Rejected', rejectionReason: 'fraud', by: 'admin' }),
      ),
    ]);
    for (const conversion of rejected) expect(await stateOf(conversion)).toMatchObject({ status: 'Rejected' });
    const twice = await db.rows(
      `SELECT FROM conversion_changes WHERE account_id = $1 AND changed_by = 'pending-time' GROUP BY conversion_id HAVING count(*) > 1`,
      [account.id],
    );
    expect(twice).toEqual([]);
    expect(await maturing.mature()).toBe(0);
  });

  it("should not let one account's trouble keep the others waiting", async () => {
    const [broken, fine] = [await given.account({ frozenAt: DUE }), await given.account({ frozenAt: DUE })];
    const stuck = await pending(broken);
    await db.rows('DELETE FROM offers WHERE id = $1', [stuck.offerId]);
    const ripe = await pending(fine);
    await expect(maturing.mature()).rejects.toThrow('is gone');
    expect(await stateOf(ripe)).toMatchObject({ status: 'Success' });
  });
});
