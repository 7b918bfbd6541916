import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Happenings } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../problem';
import { Word } from './word';

/** Without a word that something happened. */
const LOOK_EVERY_MS = 250;
/** However much happens. */
const SHORTEST_REST_MS = 20;
/** Of an account at one process. */
const MOST_WAITS = 100;

export interface WaitOptions {
  /** Real time: it is a person or a test that waits. */
  timeoutMs: number;
  /** Nobody is waited for whose connection is gone. */
  request: FastifyRequest['raw'];
}

/** Long polls: whoever asks for something that is not so yet is answered once it is. */
@Injectable()
export class Waits implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly waiting = new Map<string, Set<Word>>();
  private closing = false;

  constructor(private readonly happenings: Happenings) {}

  onModuleInit(): Promise<void> {
    return this.happenings.start();
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    for (const ofAccount of this.waiting.values()) for (const word of ofAccount) word.give();
  }

  onApplicationShutdown(): Promise<void> {
    return this.happenings.close();
  }

  /**
   * Looks until there is something; `null`: the time is over, or nobody listens any more. Throws a {@link Problem} where too many of
   * the account wait already, and when the server stops.
   */
  async until<Found>(
    accountId: string,
    look: () => Promise<Found | null>,
    { timeoutMs, request: { socket } }: WaitOptions,
  ): Promise<Found | null> {
    const word = this.enter(accountId);
    const unwatch = this.happenings.watch(accountId, () => {
      word.give();
    });
    const nudge = (): void => {
      word.give();
    };
    socket.once('close', nudge);
    try {
      const until = performance.now() + timeoutMs;
      for (;;) {
        word.begin();
        const found = await look();
        if (found !== null || socket.destroyed) return found;
        if (this.closing) throw new Problem(503, 'The server is stopping: wait again.');
        const leftMs = until - performance.now();
        if (leftMs <= 0) return null;
        await pause(Math.min(SHORTEST_REST_MS, leftMs));
        await word.orAfter(Math.min(LOOK_EVERY_MS, leftMs) - SHORTEST_REST_MS);
      }
    } finally {
      socket.off('close', nudge);
      unwatch();
      this.leave(accountId, word);
    }
  }

  private enter(accountId: string): Word {
    const ofAccount = this.waiting.get(accountId) ?? new Set();
    if (ofAccount.size >= MOST_WAITS) {
      throw new Problem(429, `${String(MOST_WAITS)} calls of this account wait already: end some first.`);
    }
    const word = new Word();
    this.waiting.set(accountId, ofAccount.add(word));
    return word;
  }

  private leave(accountId: string, word: Word): void {
    const ofAccount = this.waiting.get(accountId);
    ofAccount?.delete(word);
    if (ofAccount?.size === 0) this.waiting.delete(accountId);
  }
}
