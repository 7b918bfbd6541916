import type { Client as PgClient } from 'pg';

/** The server of this jest run, and the migrated database that each spec file gets a copy of. */
export interface TestServer {
  url: string;
  template: string;
}

/** jest's workers inherit the environment of the process that ran the global set-up. */
const VARIABLE = 'PITLANE_TEST_SERVER';

export function handOver(server: TestServer): void {
  process.env[VARIABLE] = JSON.stringify(server);
}

export function testServer(): TestServer {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('Only the jest projects int and e2e have a PostgreSQL (see jest.config.js).');
  return JSON.parse(text) as TestServer;
}

/** Connection string of another database on the same server. */
export function databaseUrl({ url }: TestServer, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** One connection to the server itself, for making and dropping databases. */
export async function withServer<Result>(
  { url }: TestServer,
  work: (client: PgClient) => Promise<Result>,
): Promise<Result> {
  // Loaded by those who ask, so that specs which only need builders stay fast.
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url, application_name: 'pitlane-test' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
