const KEPT_MS = 5_000;
/** A read that is slow is made more seldom: at most a twentieth of the time goes into it. */
const SHARE = 20;

/** Figures that are read from the database at most every few seconds, and once however many ask at the same time. */
export class KeptFigures<Figures> {
  private reading: Promise<Figures> | null = null;
  private until = 0;

  constructor(private readonly load: () => Promise<Figures>) {}

  read(): Promise<Figures> {
    if (this.reading === null || performance.now() >= this.until) this.reading = this.begin();
    return this.reading;
  }

  private async begin(): Promise<Figures> {
    const startedAt = performance.now();
    this.until = Infinity;
    try {
      return await this.load();
    } finally {
      const endedAt = performance.now();
      this.until = endedAt + Math.max(KEPT_MS, (endedAt - startedAt) * SHARE);
    }
  }
}
