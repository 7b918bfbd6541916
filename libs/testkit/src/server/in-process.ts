import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { environmentOf } from './environment';
import { findMain } from './find-product';
import { newFolder, newKey, removeFolder, type RunningServer, type ServerOptions } from './running-server';

/** What the kit uses of the product's modules, loaded by path: it imports none of them. */
interface Runtime {
  readConfig(environment: Readonly<Record<string, string>>): { PORT: number };
  startEmbeddedPostgres(options: { dataDir: string }): Promise<{ url: string; stop(): Promise<void> }>;
}

interface AllInOne {
  startAllInOne(config: object, databaseUrl: string): Promise<{ api: { port: number }; close(): Promise<void> }>;
}

/**
 * Runs the server in this very process: breakpoints of a debugger reach both sides, and there is one process less. It
 * needs the product's modules as they are built in a checkout, not the one file of the package.
 */
export async function startInProcess({ main, settings = {} }: ServerOptions): Promise<RunningServer> {
  const modules = modulesOf(findMain(main));
  const [folder, key] = [newFolder(), settings['PITLANE_ADMIN_KEY'] ?? newKey()];
  const config = modules.runtime.readConfig(
    environmentOf({ PORT: String(await freePort()), PITLANE_DATA_DIR: folder, ...settings, PITLANE_ADMIN_KEY: key }),
  );
  const database = await modules.runtime.startEmbeddedPostgres({ dataDir: folder });
  const end = async (): Promise<void> => {
    await database.stop();
    removeFolder(folder);
  };
  try {
    const server = await modules.allInOne.startAllInOne(config, database.url);
    const stop = async (): Promise<void> => {
      await server.close();
      await end();
    };
    return { url: `http://127.0.0.1:${String(server.api.port)}`, key, stop };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The addresses that the server prints name its port before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function modulesOf(main: string): { runtime: Runtime; allInOne: AllInOne } {
  const home = join(dirname(main), '../../..');
  const [runtime, allInOne] = [join(home, 'libs/runtime/src/index.js'), join(home, 'apps/cli/src/all-in-one.js')];
  if (!existsSync(runtime) || !existsSync(allInOne)) {
    throw new Error(`inProcess needs the modules of a checkout of Pitlane, and ${main} has none beside it.`);
  }
  const load = loaderFrom(main);
  const loadRuntime: (path: string) => Runtime = load;
  const loadAllInOne: (path: string) => AllInOne = load;
  return { allInOne: loadAllInOne(allInOne), runtime: loadRuntime(runtime) };
}

/** Node's own loader: that of a test runner would take every module of the product for a part of the test. */
function loaderFrom(path: string): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(path);
}
