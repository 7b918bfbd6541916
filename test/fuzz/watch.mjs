// What watch.cjs tells of the server that it was loaded into.
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 20;
const MOST_LOOKS = 500;
const CHUNK = 65_536;

export class Watch {
  #path;
  #askMemory;
  #at = 0;
  #rest = '';
  #memory = [];

  constructor(path, askMemory) {
    this.#path = path;
    this.#askMemory = askMemory;
  }

  /** Stretches without a break that were told since the last time: `{from, to, busyMs}`, in ms since 1970. */
  async news() {
    const file = await open(this.#path);
    try {
      const buffer = Buffer.alloc(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, this.#at);
        if (bytesRead === 0) break;
        this.#at += bytesRead;
        this.#rest += buffer.toString('utf8', 0, bytesRead);
      }
    } finally {
      await file.close();
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    const told = lines.map((line) => JSON.parse(line));
    this.#memory.push(...told.filter(({ kind }) => kind === 'memory'));
    return told.filter(({ kind }) => kind === 'busy');
  }

  /** `{rss, heapUsed, delayP99Ms}` after a collection, in bytes and ms. */
  async memory() {
    this.#askMemory();
    for (let look = 0; look < MOST_LOOKS; look++) {
      await this.news();
      const found = this.#memory.pop();
      if (found !== undefined) return found;
      await pause(LOOK_MS);
    }
    throw new Error('The server does not say what it holds in memory.');
  }
}
