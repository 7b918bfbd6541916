import type { Database } from '@app/store';

const connectTo = ({ pool }: Database) => pool.connect();
type Connection = Awaited<ReturnType<typeof connectTo>>;

/** Keeps these locks apart from everybody else's. */
const LOCK_SPACE = 20_261_122;

/** One connection whose session holds any number of advisory locks. It goes back to the pool unless it may still hold one. */
export class LockSession {
  /** Holders and askers. */
  users = 0;
  private readonly connection: Promise<Connection>;
  /** A connection runs one query at a time. */
  private last: Promise<unknown>;
  /** Locks that were not given back; closed with the connection. */
  private isTainted = false;

  constructor(
    database: Database,
    private readonly onLost: () => void,
  ) {
    this.connection = connectTo(database).then((connection) => {
      connection.on('error', this.onLost);
      return connection;
    });
    this.connection.catch(onLost);
    this.last = this.connection.catch(() => undefined);
  }

  /** Takes the lock of this key, unless another session has it. */
  async tryLock(key: string): Promise<boolean> {
    const { rows } = await this.inTurn((connection) =>
      connection.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
        LOCK_SPACE,
        key,
      ]),
    );
    return rows[0]?.locked ?? false;
  }

  /** On a lost connection there is nothing left to unlock. */
  async unlock(key: string): Promise<void> {
    await this.inTurn((connection) =>
      connection.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_SPACE, key]),
    ).catch(() => {
      this.isTainted = true;
    });
  }

  async close(): Promise<void> {
    const connection = await this.connection.catch(() => null);
    connection?.off('error', this.onLost);
    connection?.release(this.isTainted);
  }

  private inTurn<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const turn = this.last.then(async () => work(await this.connection));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
