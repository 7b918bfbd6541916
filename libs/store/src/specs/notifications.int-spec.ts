import { testDatabase, until } from '@app/testing';
import { Database } from '../database';
import { Notifications, type Subscriber } from '../notifications';

const db = testDatabase(Database);
const made: Notifications[] = [];

/** Writes down what it hears. */
class Listener implements Subscriber {
  readonly heard: string[] = [];
  listenings = 0;

  onNotification(payload: string): void {
    this.heard.push(payload);
  }

  onListening(): void {
    this.listenings += 1;
  }
}

function notifications(): Notifications {
  const ears = new Notifications(db.url);
  made.push(ears);
  return ears;
}

const notify = (channel: string, payload: string): Promise<unknown> =>
  db.rows('SELECT pg_notify($1, $2)', [channel, payload]);

const LISTENERS = `FROM pg_stat_activity WHERE application_name = 'pitlane-listen' AND datname = current_database()`;
const cutAll = (): Promise<unknown> => db.rows(`SELECT pg_terminate_backend(pid) ${LISTENERS}`);
const noneIsLeft = async (): Promise<boolean> => (await db.rows(`SELECT ${LISTENERS}`)).length === 0;

afterEach(async () => {
  await Promise.all(made.splice(0).map((each) => each.close()));
  await until(noneIsLeft);
});

describe(Notifications.name, () => {
  it('should tell each channel to its subscribers, in order', async () => {
    const [one, also, two] = [new Listener(), new Listener(), new Listener()];
    const ears = notifications();
    await ears.subscribe('one', one);
    await ears.subscribe('one', also);
    await ears.subscribe('two', two);
    expect([one.listenings, also.listenings, two.listenings]).toEqual([1, 1, 1]);
    await notify('one', 'a');
    await notify('three', 'x');
    await notify('one', '');
    await notify('two', 'b');
    await until(() => two.heard.length > 0);
    expect([one.heard, also.heard, two.heard]).toEqual([['a', ''], ['a', ''], ['b']]);
  });

  it('should tell nothing more to whoever has left', async () => {
    const [stays, leaves] = [new Listener(), new Listener()];
    const ears = notifications();
    await ears.subscribe('one', stays);
    const leave = await ears.subscribe('one', leaves);
    leave();
    await notify('one', 'a');
    await until(() => stays.heard.length === 1);
    expect(leaves.heard).toEqual([]);
  });

  it('should tell nothing of a transaction that was rolled back', async () => {
    const one = new Listener();
    await notifications().subscribe('one', one);
    const announcing = db.database.transaction(async (tx) => {
      await tx.query(`NOTIFY one, 'undone'`);
      throw new Error('no');
    });
    await expect(announcing).rejects.toThrow('no');
    await notify('one', 'done');
    await until(() => one.heard.length > 0);
    expect(one.heard).toEqual(['done']);
  });

  it('should come back by itself when its connection is lost, and say so to everybody', async () => {
    const [one, two] = [new Listener(), new Listener()];
    const ears = notifications();
    await ears.subscribe('one', one);
    await ears.subscribe('two', two);
    for (const times of [2, 3]) {
      await cutAll();
      await until(() => one.listenings === times && two.listenings === times);
      await notify('one', `after ${times}`);
      await notify('two', `after ${times}`);
      await until(() => two.heard.length === times - 1);
    }
    expect([one.heard, two.heard]).toEqual([
      ['after 2', 'after 3'],
      ['after 2', 'after 3'],
    ]);
  });

  it('should listen for whoever subscribes while the connection is being made', async () => {
    const ears = notifications();
    const first = new Listener();
    const opened = { yet: false };
    const opening = ears.subscribe('first', first).then(() => (opened.yet = true));
    const late: { channel: string; listener: Listener; subscribing: Promise<unknown> }[] = [];
    for (let turn = 0; !opened.yet; turn++) {
      const [channel, listener] = [`late_${late.length}`, new Listener()];
      // Often enough to meet every moment of the opening, seldom enough to let it end.
      if (turn % 50 === 0) late.push({ channel, listener, subscribing: ears.subscribe(channel, listener) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([opening, ...late.map(({ subscribing }) => subscribing)]);
    expect(late.length).toBeGreaterThan(2);
    for (const { channel } of [...late, { channel: 'first' }]) await notify(channel, 'now');
    await until(() => first.heard.length === 1);
    expect(late.filter(({ listener }) => listener.heard.length !== 1).map(({ channel }) => channel)).toEqual([]);
    expect(late.filter(({ listener }) => listener.listenings !== 1)).toEqual([]);
  });

  it('should make one connection and leave nobody out when somebody subscribes after a loss', async () => {
    const [one, two] = [new Listener(), new Listener()];
    const ears = notifications();
    await ears.subscribe('one', one);
    await cutAll();
    await until(noneIsLeft);
    await ears.subscribe('two', two);
    await until(() => one.listenings === 2);
    await notify('one', 'a');
    await notify('two', 'b');
    await until(() => two.heard.length === 1);
    expect([one.heard, two.heard]).toEqual([['a'], ['b']]);
    expect(await db.rows(`SELECT ${LISTENERS}`)).toHaveLength(1);
  });

  it('should leave out nobody who subscribes just when the connection is cut', async () => {
    const ears = notifications();
    const listeners = Array.from({ length: 20 }, () => new Listener());
    for (const [index, listener] of listeners.entries()) {
      await Promise.all([ears.subscribe(`channel_${index}`, listener), cutAll()]);
    }
    await until(async () => {
      await Promise.all(listeners.map((_, index) => notify(`channel_${index}`, 'now')));
      return listeners.every(({ heard }) => heard.length > 0);
    });
  });

  it('should stay closed once it is closed', async () => {
    const one = new Listener();
    const ears = notifications();
    await ears.subscribe('one', one);
    await ears.close();
    await until(noneIsLeft);
    expect(one.listenings).toBe(1);
  });
});
