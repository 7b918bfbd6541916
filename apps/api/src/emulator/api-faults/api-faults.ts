import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { chance, compilePathPattern, matchesPath, type PathPattern } from '@app/domain';
import { Config } from '@app/runtime';
import { Database } from '@app/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { InjectedFault } from '../../http/injected-fault';
import { claimFault, countCall, readAllRules, type ApiFaultRow } from './api-fault-queries';
import { injectApiFaults } from './inject-api-faults';
import { WhoseCall } from './whose-call';

const CHANNEL = 'pitlane_api_faults';
/** Calls that are kept waiting at once; more are not delayed. */
const MOST_DELAYED = 1_000;

interface Rule extends ApiFaultRow {
  pattern: PathPattern;
}

/** Rules of all accounts in memory, and what they do to a call. K§7. */
@Injectable()
export class ApiFaults implements OnModuleInit, BeforeApplicationShutdown, OnModuleDestroy {
  private rules: readonly Rule[] = [];
  private reading = 0;
  private delayed = 0;
  private readonly closing = new AbortController();
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly whose: WhoseCall,
    private readonly adapter: HttpAdapterHost,
  ) {}

  get isQuiet(): boolean {
    return this.rules.length === 0;
  }

  async onModuleInit(): Promise<void> {
    if (!this.config.local) return;
    injectApiFaults(this.adapter.httpAdapter.getInstance<FastifyInstance>(), this);
    const refresh = (): void => {
      // Nothing hangs on it but faults of tests: the next word, or the next connection, brings them.
      this.refresh().catch(() => undefined);
    };
    this.unsubscribe = await this.database.notifications.subscribe(CHANNEL, {
      onNotification: refresh,
      onListening: refresh,
    });
    await this.refresh();
  }

  beforeApplicationShutdown(): void {
    this.closing.abort();
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  async refresh(): Promise<void> {
    const reading = ++this.reading;
    const rows = await readAllRules(this.database);
    // One that began later knows better.
    if (reading !== this.reading) return;
    this.rules = rows.map((row) => ({ ...row, pattern: compilePathPattern(routed(row.path)) }));
  }

  async meet(request: FastifyRequest): Promise<InjectedFault | null> {
    const rule = await this.ruleFor(request);
    if (rule === null || !(await this.isMet(rule))) return null;
    if (rule.delayMs > 0) await this.delay(rule.delayMs, request);
    return rule.status === null ? null : new InjectedFault(rule.status, rule.accountId);
  }

  private async ruleFor(request: FastifyRequest): Promise<Rule | null> {
    const path = routed(request.url);
    const { method } = request;
    const rules = this.rules.filter(
      (rule) => (rule.method === null || rule.method === method) && matchesPath(rule.pattern, path),
    );
    if (rules.length === 0) return null;
    const accountId = await this.whose.of(request, path);
    return rules.find((rule) => rule.accountId === accountId) ?? null;
  }

  /** By the how-manyth call it is, so that the same calls in a row are met alike on every run. */
  private async isMet({ id, seed, probability }: Rule): Promise<boolean> {
    const number = await countCall(this.database, id);
    if (number === null || chance(seed, number) >= probability) return false;
    return claimFault(this.database, id);
  }

  private async delay(ms: number, request: FastifyRequest): Promise<void> {
    if (this.delayed >= MOST_DELAYED) return;
    request.wasDelayed = true;
    this.delayed += 1;
    await pause(ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
    this.delayed -= 1;
  }
}

/** As it is routed: without query, and without a slash at its end. */
function routed(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
