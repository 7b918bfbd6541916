import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { call } from '../client/http-call';
import { bad, ok, type Finding } from './finding';

/** Whether a start would have its port, or Pitlane has it already. */
export async function lookAtPort({ HOST, PORT }: { HOST: string; PORT: number }): Promise<Finding> {
  if (PORT === 0) return ok('port', 'Any free one.');
  const code = await listenCode(HOST, PORT);
  if (code === null) return ok('port', `${String(PORT)} is free.`);
  if (code !== 'EADDRINUSE') {
    return bad(
      'port',
      `${HOST}:${String(PORT)} can't be listened on (${code}).`,
      'Choose another: PORT=8081, or HOST=127.0.0.1.',
    );
  }
  if (await isPitlane(HOST, PORT)) return ok('port', `Pitlane answers on ${String(PORT)}.`);
  const holder = holderOf(PORT);
  return bad(
    'port',
    `${String(PORT)} is taken${holder === null ? '' : ` by ${holder}`}.`,
    'Stop what listens there, or choose another: PORT=8081.',
  );
}

function listenCode(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    probe.listen(port, host, () =>
      probe.close(() => {
        resolve(null);
      }),
    );
  });
}

async function isPitlane(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const { text } = await call(`http://${name}:${String(port)}/health/live`, { signal: AbortSignal.timeout(2_000) });
    return text === '{"status":"ok"}';
  } catch {
    return false;
  }
}

/** `node (process 4711)`, where the system tells and this user may know; Linux alone. */
function holderOf(port: number): string | null {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listenersOf(readOr(table), port)));
  if (sockets.size === 0) return null;
  for (const pid of listOr('/proc').filter((name) => /^\d+$/.test(name))) {
    const holds = listOr(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOr(`/proc/${pid}/fd/${fd}`)));
    if (holds) return `${readOr(`/proc/${pid}/comm`).trim()} (process ${pid})`;
  }
  return null;
}

const LISTENING = '0A';

/** Names of the sockets that listen on a port, from a table of the system. */
export function listenersOf(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return local.endsWith(`:${hex}`) && state === LISTENING ? [`socket:[${String(inode)}]`] : [];
  });
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
