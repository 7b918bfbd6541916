import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import { setTimeout as pause } from 'node:timers/promises';
import { LockSession } from './lock-session';

const ASK_EVERY_MS = 20;

/**
 * One advance of an account at a time. Within this process they queue; between processes an advisory lock decides, held
 * by one connection for all accounts of the process, so that waiting advances never use up the pool. No transaction is
 * open meanwhile.
 */
@Injectable()
export class ClockTurns {
  private readonly queues = new Map<string, Promise<void>>();
  private session: LockSession | null = null;

  constructor(private readonly database: Database) {}

  /** Runs the work when its turn has come. */
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
    const session = this.join();
    try {
      while (!(await session.tryLock(accountId))) await pause(ASK_EVERY_MS);
      try {
        return await work();
      } finally {
        await session.unlock(accountId);
      }
    } finally {
      await this.leave(session);
    }
  }

  private join(): LockSession {
    this.session ??= this.open();
    this.session.users += 1;
    return this.session;
  }

  private open(): LockSession {
    const session = new LockSession(this.database, () => {
      if (this.session === session) this.session = null;
    });
    return session;
  }

  private async leave(session: LockSession): Promise<void> {
    session.users -= 1;
    if (session.users > 0) return;
    if (this.session === session) this.session = null;
    await session.close();
  }
}
