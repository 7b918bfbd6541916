/** Word that it is time to look again. */
export class Word {
  private isGiven = false;
  private wake: () => void = () => undefined;

  /** What is given from here on ends the next wait at once: called before a look. */
  begin(): void {
    this.isGiven = false;
  }

  give(): void {
    this.isGiven = true;
    this.wake();
  }

  /** Resolves with the first word since {@link begin}, and after so long at the latest. */
  async orAfter(ms: number): Promise<void> {
    if (this.isGiven) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
