// The processes of a run: started here, told here, and ended here whatever happens.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const ENDED_WITHIN_MS = 10_000;
const POLL_MS = 20;

const running = new Set();

/** The environment without settings of Pitlane or Node that would change what is measured. */
function environment(settings) {
  const own = /^(PITLANE_|npm_|DELIVERY_|(PORT|HOST|DATABASE_URL|REDIS_URL|PUBLIC_URL|TRUST_PROXY|LOG_LEVEL|NODE_OPTIONS)$)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), ...settings };
}

/** A process of the run. What it prints is kept; it is the head of a process group of its own, so that its tree ends as one. */
export class Program {
  #child;
  #printed = '';

  constructor(child) {
    this.#child = child;
    running.add(this);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.#printed += chunk));
  }

  /** `settings`: environment variables. */
  static spawn(command, args, { settings = {}, cwd } = {}) {
    const options = { cwd, env: environment(settings), stdio: ['ignore', 'pipe', 'pipe'], detached: true };
    return new Program(spawn(command, args, options));
  }

  /** A script that answers messages. */
  static fork(script, args = []) {
    const options = { env: environment({}), stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true };
    return new Program(fork(script, args.map(String), options));
  }

  get pid() {
    return this.#child.pid;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves with the match once `pattern` was printed. */
  async printed(pattern) {
    const deadline = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const match = pattern.exec(this.#printed);
      if (match !== null) return match;
      if (this.hasEnded || performance.now() > deadline) throw this.#failure(`did not print ${pattern}`);
      await Promise.race([once(this.#child.stdout, 'data'), once(this.#child, 'exit'), pause(1_000)]);
    }
  }

  /** Sends a message to a forked script and resolves with its answer. */
  async ask(message, withinMs = 60_000) {
    const stop = new AbortController();
    const { signal } = stop;
    try {
      this.#child.send(message);
      const answer = once(this.#child, 'message', { signal });
      const ended = once(this.#child, 'exit', { signal }).then(() => null);
      const late = pause(withinMs, null, { signal });
      const first = await Promise.race([answer, ended, late]);
      if (first === null) throw this.#failure('did not answer');
      if (first[0].error !== undefined) throw new Error(first[0].error);
      return first[0];
    } finally {
      // The losers of the race end here, and nobody is left to hear of it.
      process.once('unhandledRejection', ignoreAbort);
      stop.abort();
      await pause(0);
      process.off('unhandledRejection', ignoreAbort);
    }
  }

  /** Ends the whole process group, like Ctrl-C, and waits until it is gone. */
  async stop(signal = 'SIGINT') {
    running.delete(this);
    const deadline = performance.now() + ENDED_WITHIN_MS;
    for (let sent = signal; this.#signal(sent); ) {
      await pause(POLL_MS);
      sent = performance.now() > deadline ? 'SIGKILL' : 0;
    }
    if (!this.hasEnded) await once(this.#child, 'exit');
  }

  /** False when there is nobody left in the group. */
  #signal(signal) {
    try {
      process.kill(-this.pid, signal);
      return true;
    } catch {
      return false;
    }
  }

  #failure(what) {
    return new Error(`${this.#child.spawnargs.join(' ')} ${what}:\n${this.#printed.slice(-2_000)}`);
  }
}

function ignoreAbort(error) {
  if (error?.name !== 'AbortError') throw error;
}

/** Ends whatever is still there. */
export async function stopPrograms() {
  await Promise.all([...running].reverse().map((program) => program.stop('SIGKILL')));
}
