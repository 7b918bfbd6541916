// The processes of a run: started here, told here, and ended here whatever happens.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 60_000;
const ENDED_WITHIN_MS = 10_000;
const POLL_MS = 10;

/** Settings of Pitlane, npm and Node.js that would change what is measured. */
const SETTINGS =
  /^(PITLANE_|DELIVERY_|npm_|(PORT|HOST|DATABASE_URL|REDIS_URL|PUBLIC_URL|TRUST_PROXY|LOG_LEVEL|NODE_OPTIONS)$)/;

const running = new Set();

/** A process of the run, and head of a process group, so that all of its tree ends with it. */
export class Program {
  #child;
  #output = '';

  constructor(child) {
    this.#child = child;
    running.add(this);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.#output += chunk));
  }

  /** `settings`: environment variables. */
  static spawn(command, args, { settings = {}, cwd } = {}) {
    return new Program(spawn(command, args, { ...optionsWith(settings), cwd }));
  }

  /** A script that answers messages, see `answer.mjs`. */
  static fork(script, args = []) {
    return new Program(
      fork(script, args.map(String), { ...optionsWith({}), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }),
    );
  }

  get pid() {
    return this.#child.pid;
  }

  /** Everything it has printed. */
  get output() {
    return this.#output;
  }

  /** Resolves with the match as soon as `pattern` has been printed. */
  printed(pattern) {
    const what = `did not print ${pattern}`;
    return this.#until(what, READY_WITHIN_MS, this.#child.stdout, 'data', () => pattern.exec(this.#output));
  }

  /** Resolves when the process is gone, whatever ended it. */
  ended() {
    const { exitCode, signalCode } = this.#child;
    return exitCode === null && signalCode === null ? once(this.#child, 'exit') : Promise.resolve();
  }

  /** Sends a message to a forked script and resolves with its answer. */
  async ask(message, withinMs = ANSWER_WITHIN_MS) {
    this.#child.send(message);
    const answer = await this.#until(
      'did not answer',
      withinMs,
      this.#child,
      'message',
      (received) => received ?? null,
    );
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  /** Ends the process group as Ctrl-C does, and waits until it is gone. */
  async stop(signal = 'SIGINT') {
    running.delete(this);
    const deadline = performance.now() + ENDED_WITHIN_MS;
    let isThere = this.#signal(signal);
    while (isThere) {
      await pause(POLL_MS);
      isThere = this.#signal(performance.now() > deadline ? 'SIGKILL' : 0);
    }
  }

  /** Resolves with what `look` finds, asked now and at each `event` of `emitter`; null is nothing. */
  #until(what, withinMs, emitter, event, look) {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        emitter.off(event, onEvent);
        child.off('exit', onExit);
        settle(value);
      };
      const fail = () => {
        end(reject, new Error(`${child.spawnargs.join(' ')} ${what}:\n${this.#output.slice(-2_000)}`));
      };
      const onEvent = (value) => {
        const found = look(value);
        if (found !== null) end(resolve, found);
      };
      const onExit = fail;
      const timer = setTimeout(fail, withinMs);
      emitter.on(event, onEvent);
      child.on('exit', onExit);
      if (event === 'data') onEvent();
    });
  }

  /** False when nobody is left in the group. */
  #signal(signal) {
    try {
      return process.kill(-this.pid, signal);
    } catch {
      return false;
    }
  }
}

function optionsWith(settings) {
  const kept = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  const env = { ...Object.fromEntries(kept), ...settings };
  return { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true };
}

/** Ends whatever is still there. */
export async function stopPrograms() {
  await Promise.all([...running].map((program) => program.stop('SIGKILL')));
}
