import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@app/runtime';
import { createDataSource, migrate } from '@app/store';
import { databaseUrl, handOver, withServer, type TestServer } from './test-server-address';

/** Nothing of a test run has to survive a power failure. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200' };

let tearDown: (() => Promise<void>) | null = null;

/** One server for a whole jest run: `TEST_DATABASE_URL`, else an embedded one. Its template database is migrated once. */
export async function startTestServer(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  const { url, stop } = given === undefined ? await startOwn() : { url: given, stop: () => Promise.resolve() };
  const server: TestServer = { url, template: `pitlane_template_${randomBytes(6).toString('hex')}` };
  tearDown = async () => {
    await withServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${server.template} WITH (FORCE)`));
    await stop();
  };
  await withServer(server, (client) => client.query(`CREATE DATABASE ${server.template}`));
  const dataSource = await createDataSource({ url: databaseUrl(server, server.template), connections: 2 }).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
  handOver(server);
}

/** Ends what {@link startTestServer} began, and leaves nothing behind. */
export async function stopTestServer(): Promise<void> {
  const end = tearDown;
  tearDown = null;
  await end?.();
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitlane-test-'));
  // Run by root, the server is another user's, and has to get in.
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}
