type Watcher<Fact> = (fact: Fact) => void;

/**
 * Something that happens again and again, told to whoever watches it in this process. Whoever tells asks `watched` first where the fact
 * has to be made, so that nothing is made for nobody. A watcher's trouble is its own: it never reaches the walk.
 */
export class Signal<Fact> {
  private watchers: readonly Watcher<Fact>[] = [];

  get watched(): boolean {
    return this.watchers.length > 0;
  }

  tell(fact: Fact): void {
    for (const watcher of this.watchers) {
      try {
        watcher(fact);
      } catch {
        // Nobody's call is refused because somebody could not look at it.
      }
    }
  }

  /** Answers how to stop. */
  watch(watcher: Watcher<Fact>): () => void {
    this.watchers = [...this.watchers, watcher];
    return () => {
      this.watchers = this.watchers.filter((other) => other !== watcher);
    };
  }
}
