/** Work that is done every so often, never beside itself. It must not throw. */
export class Recurring {
  /** Asked to stop: work that has many parts begins no further one. */
  isStopped = false;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly everyMs: number,
  ) {}

  /** The first time after one pause. */
  start(): void {
    this.timer = setInterval(() => {
      this.run();
    }, this.everyMs);
  }

  /** Now, unless it is being done. */
  run(): void {
    this.running ??= this.work().finally(() => {
      this.running = null;
    });
  }

  /** Resolves when what was begun has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }
}
