import { Signal } from '@app/runtime';
import type { Database } from '@app/store';
import { STATUS_CHANGED } from './observe/status-changed';

const WATCHED_CHANNEL = 'pitlane_watched';
const HAPPENED_CHANNEL = 'pitlane_happened';

/** Watchers say so again and again: whoever tells hears of them however late it starts. */
const SAY_EVERY_MS = 3_000;
const HEARD_FOR_MS = 10_000;
/** PostgreSQL carries less than 8,000 bytes with a notification. */
const MOST_NAMED = 200;

/** The same within this process, a round trip sooner. */
const HAPPENED_HERE = new Signal<string>();

type Wake = () => void;

/** Something in this process that tells of accounts; answers how to stop it. */
export type HappeningSource = (tell: (accountId: string) => void) => () => void;

const STATUSES: HappeningSource = (tell) =>
  STATUS_CHANGED.watch(({ row }) => {
    tell(row.accountId);
  });

/**
 * Tells whoever waits for something, in whatever process, that something happened in an account. Nobody is told, and nothing is
 * asked of the database, while nobody waits. It is a hint: one may be lost, and who waits looks by itself as well.
 */
export class Happenings {
  private readonly wakes = new Map<string, Set<Wake>>();
  private readonly sources: readonly HappeningSource[];
  private listening: Promise<() => void>[] | null = null;
  private stopHearing: () => void = () => undefined;
  private saying: NodeJS.Timeout | null = null;
  private telling: { until: number; stop: () => void } | null = null;
  private readonly named = new Set<string>();
  private underWay = false;

  constructor(
    private readonly database: Database,
    sources: readonly HappeningSource[] = [],
  ) {
    this.sources = [STATUSES, ...sources];
  }

  /** From now on watchers of other processes, and of this one, are told. */
  async start(): Promise<void> {
    this.listening ??= [
      this.database.notifications.subscribe(WATCHED_CHANNEL, {
        onNotification: () => {
          this.tellFor(HEARD_FOR_MS);
        },
        onListening: () => undefined,
      }),
      this.database.notifications.subscribe(HAPPENED_CHANNEL, {
        onNotification: (accountIds) => {
          this.wake(accountIds);
        },
        onListening: () => undefined,
      }),
    ];
    this.stopHearing();
    this.stopHearing = HAPPENED_HERE.watch((accountId) => {
      this.wake(accountId);
    });
    await Promise.all(this.listening);
  }

  async close(): Promise<void> {
    if (this.saying !== null) clearInterval(this.saying);
    this.saying = null;
    this.endTelling();
    this.stopHearing();
    for (const leaving of this.listening ?? []) (await leaving.catch(() => null))?.();
  }

  /** Calls `wake` whenever something may have happened in the account. Answers how to stop. */
  watch(accountId: string, wake: Wake): () => void {
    const others = this.wakes.get(accountId) ?? new Set();
    this.wakes.set(accountId, others.add(wake));
    this.saying ??= this.sayAgainAndAgain();
    return () => {
      others.delete(wake);
      if (others.size === 0 && this.wakes.get(accountId) === others) this.wakes.delete(accountId);
      if (this.wakes.size > 0 || this.saying === null) return;
      clearInterval(this.saying);
      this.saying = null;
    };
  }

  private sayAgainAndAgain(): NodeJS.Timeout {
    const say = (): void => {
      this.database.query(`NOTIFY ${WATCHED_CHANNEL}`).catch(() => undefined);
    };
    say();
    return setInterval(say, SAY_EVERY_MS).unref();
  }

  private wake(accountIds: string): void {
    for (const accountId of accountIds === '' ? [...this.wakes.keys()] : accountIds.split(' ')) {
      for (const wake of this.wakes.get(accountId) ?? []) wake();
    }
  }

  private tellFor(ms: number): void {
    const until = performance.now() + ms;
    if (this.telling !== null) {
      this.telling.until = until;
      return;
    }
    const stops = this.sources.map((source) =>
      source((accountId) => {
        HAPPENED_HERE.tell(accountId);
        this.tell(accountId);
      }),
    );
    this.telling = { until, stop: () => stops.forEach((stop) => stop()) };
  }

  private endTelling(): void {
    this.telling?.stop();
    this.telling = null;
    this.named.clear();
  }

  /** What is told while a notification is under way shares the next one. */
  private tell(accountId: string): void {
    if (this.telling !== null && this.telling.until < performance.now()) {
      this.endTelling();
      return;
    }
    this.named.add(accountId);
    if (this.underWay) return;
    this.underWay = true;
    const accountIds = this.named.size > MOST_NAMED ? '' : [...this.named].join(' ');
    this.named.clear();
    this.database
      .query('SELECT pg_notify($1, $2)', [HAPPENED_CHANNEL, accountIds])
      .catch(() => undefined)
      .finally(() => {
        this.underWay = false;
        const [next] = this.named;
        if (next !== undefined) this.tell(next);
      });
  }
}
