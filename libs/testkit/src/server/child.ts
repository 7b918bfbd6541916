import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { environmentOf } from './environment';
import { findMain } from './find-product';
import { lastWords, newFolder, newKey, removeFolder, type RunningServer, type ServerOptions } from './running-server';

export const LEASH = join(__dirname, 'leash.cjs');

const READY = /^ *API docs +(\S+)\/docs$[^]*^Ready\./m;

/**
 * Starts a server of one's own: a port that was free, data in a folder that is removed with it. It ends with `stop`,
 * and with this process, however that ends.
 */
export async function startChild({ main, settings = {} }: ServerOptions): Promise<RunningServer> {
  const program = findMain(main);
  const [folder, key] = [newFolder(), newKey()];
  const child = spawn(process.execPath, ['--require', LEASH, program, 'start'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environmentOf({
      ...{ PORT: '0', PITLANE_DATA_DIR: folder, PITLANE_ADMIN_KEY: key },
      ...settings,
      PITLANE_LEASH: JSON.stringify({ remove: folder }),
    }),
  });
  const ended = once(child, 'close');
  // One that has ended by itself takes no more word.
  child.stdin.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    hold(child, 'ref');
    child.stdin.end();
    await ended;
    removeFolder(folder);
  };
  const url = await readyUrl(child);
  if (url.kind === 'failed') {
    await stop();
    throw new Error(`Pitlane did not start:\n${lastWords(url.output)}`);
  }
  hold(child, 'unref');
  return { url: url.url, key: settings['PITLANE_ADMIN_KEY'] ?? key, stop };
}

/** A server that somebody forgot to stop keeps no test run from ending, and ends with it; one that is stopped is waited for. */
function hold(child: ChildProcess, how: 'ref' | 'unref'): void {
  for (const held of [child, ...child.stdio]) if (held instanceof ChildProcess || held instanceof Socket) held[how]();
}

type Start = { kind: 'ready'; url: string } | { kind: 'failed'; output: string };

/** Settles when it says that it is ready, or has ended. */
function readyUrl({ stdout, stderr }: ChildProcess): Promise<Start> {
  return new Promise((resolve) => {
    let output = '';
    const streams = [stdout, stderr].filter((stream) => stream !== null);
    let open = streams.length;
    for (const stream of streams) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [, url] = READY.exec(output) ?? [];
        if (url === undefined) return;
        // What it says from here on is nobody's business, but must not fill the pipe.
        for (const each of streams) each.removeAllListeners('data').resume();
        resolve({ kind: 'ready', url });
      });
      stream.on('close', () => {
        open -= 1;
        if (open === 0) resolve({ kind: 'failed', output });
      });
    }
  });
}
