import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 20;
const LOCK_SPACE = 20_261_122;

const connectTo = ({ pool }: Database) => pool.connect();
type Connection = Awaited<ReturnType<typeof connectTo>>;

/**
 * One advance of an account at a time. Within this process they queue; between processes an advisory lock decides, held
 * by one connection for all accounts of the process, so that waiting advances never use up the pool. No transaction is
 * open meanwhile.
 */
@Injectable()
export class ClockTurns {
  private readonly queues = new Map<string, Promise<void>>();
  private connection: Promise<Connection> | null = null;
  private users = 0;

  constructor(private readonly database: Database) {}

  async take<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.queues.get(accountId) ?? Promise.resolve();
    const turn = before.then(() => this.locked(accountId, work));
    const done = turn.then(
      () => undefined,
      () => undefined,
    );
    this.queues.set(accountId, done);
    try {
      return await turn;
    } finally {
      if (this.queues.get(accountId) === done) this.queues.delete(accountId);
    }
  }

  private async locked<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
    const connection = await this.borrow();
    try {
      while (!(await tryLock(connection, accountId))) await pause(ASK_EVERY_MS);
      try {
        return await work();
      } finally {
        await connection.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_SPACE, accountId]);
      }
    } finally {
      await this.giveBack();
    }
  }

  private borrow(): Promise<Connection> {
    this.users += 1;
    this.connection ??= this.connect();
    return this.connection;
  }

  private async connect(): Promise<Connection> {
    const connection = await connectTo(this.database);
    // Lost while an advance runs: its lock is gone with it, and the next query on it says so.
    connection.on('error', () => undefined);
    return connection;
  }

  private async giveBack(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    const { connection } = this;
    this.connection = null;
    // Closed, not returned: whatever lock it might still hold ends with it.
    (await connection)?.release(true);
  }
}

async function tryLock(connection: Connection, accountId: string): Promise<boolean> {
  const { rows } = await connection.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
    LOCK_SPACE,
    accountId,
  ]);
  return rows[0]?.locked ?? false;
}
