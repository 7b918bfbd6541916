import { accessSync, constants, existsSync, readFileSync, statSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { bad, messageOf, ok, skipped, warning, type Finding } from './finding';

const OLDEST_NODE = [20, 19, 0] as const;

/** Magic numbers of file systems that are somewhere else. PostgreSQL's locks and its fsync can't be relied on there. */
const NETWORK_DISKS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

export function judgeNode(version: string): Finding {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  const [first] = OLDEST_NODE.flatMap((least, place) => {
    const difference = (parts[place] ?? 0) - least;
    return difference === 0 ? [] : [difference];
  });
  if ((first ?? 0) >= 0) return ok('node', `Node.js ${version}`);
  return bad('node', `Node.js ${version} is too old.`, `Install Node.js ${OLDEST_NODE.join('.')} or newer.`);
}

/** Whether a start can keep its database and keys there. */
export function lookAtDataDir(dataDir: string): Finding {
  const folder = resolve(dataDir);
  const there = nearestThere(folder);
  if (!statSync(there).isDirectory()) {
    return bad(
      'data directory',
      `${there} is a file.`,
      'Remove it, or name another folder: --data-dir, PITLANE_DATA_DIR.',
    );
  }
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    return bad(
      'data directory',
      `${folder} can't be written: ${messageOf(error)}`,
      'Give its owner the right to write, or name another folder: --data-dir, PITLANE_DATA_DIR.',
    );
  }
  return judgeDisk(folder, statfsSync(there).type);
}

export function judgeDisk(folder: string, type: number): Finding {
  // A signed number on some systems.
  const disk = NETWORK_DISKS.get(type >>> 0);
  if (disk === undefined) return ok('data directory', folder);
  return warning(
    'data directory',
    `${folder} is on a network disk (${disk}): a database may lose what it had acknowledged there.`,
    'Name a folder on a disk of this machine, or a PostgreSQL server: DATABASE_URL.',
  );
}

function nearestThere(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestThere(dirname(folder));
}

/** Whether this process is in a container, as far as it shows. */
export function isInContainer(): boolean {
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  try {
    return /docker|kubepods|containerd|libpod/.test(readFileSync('/proc/1/cgroup', 'utf8'));
  } catch {
    return false;
  }
}

/** In a container nobody outside reaches what listens on its own loopback. */
export function judgeHost(host: string, inContainer: boolean): Finding {
  if (!inContainer) return skipped('container', 'This is not in a container.');
  if (!isLoopback(host)) return ok('container', `In a container, listening on ${host}.`);
  return warning(
    'container',
    `In a container, HOST=${host} is the container itself: no published port leads here.`,
    'Set HOST=0.0.0.0.',
  );
}

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '::1' || host === '[::1]'
  );
}
