import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';

/** The imports of this process. They outlive their requests, but not the process: at its end they stop between rows. */
@Injectable()
export class RunningImports implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly running = new Set<Promise<unknown>>();
  private stopping = false;

  get isStopping(): boolean {
    return this.stopping;
  }

  async track<Result>(work: Promise<Result>): Promise<Result> {
    const ended = work.catch(() => undefined);
    this.running.add(ended);
    try {
      return await work;
    } finally {
      this.running.delete(ended);
    }
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }
}
