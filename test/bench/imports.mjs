// node test/bench/imports.mjs: uploads a CSV file of 100 MB and prints by how much the api process grew at its peak, and
// how fast its rows were carried out. Exits with 1 when it grew by 150 MB or more, or when rows were lost.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { Agent, request } from 'undici';
import { tableFile } from './load/table-file.mjs';
import { createAccount } from './program/account.mjs';
import { Ledger } from './program/ledger.mjs';
import { startAllInOne, startApi } from './program/pitlane.mjs';
import { stopPrograms } from './program/processes.mjs';

const MOST_GROWTH_MIB = 150;
const ROWS = 50_000;
const NOTE_LENGTH = 1_900;
const WARM_UP = { rows: 2_000, noteLength: 100 };
const SAMPLE_MS = 20;
const MISSED = 1;
const MIB = 1_048_576;
/** An import takes as long as it takes. */
const PATIENT = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** Resident memory of one process in MiB, from /proc. */
async function residentMib(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** Sends a file; answers how large it was, and what the import says of itself without the rows. */
async function upload({ port, key }, slug, file) {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of file) {
      bytes += Buffer.byteLength(chunk);
      yield chunk;
    }
  }
  const { statusCode, body } = await request(
    `http://127.0.0.1:${port}/admin/v1/conversions/import?kind=upload&format=csv`,
    {
      method: 'POST',
      headers: { authorization: `ApiToken ${key}`, 'x-pitlane-account': slug, 'content-type': 'text/csv' },
      body: counted(),
      dispatcher: PATIENT,
    },
  );
  const results = { succeeded: 0, unchanged: 0, failed: 0 };
  for (const line of (await body.text()).trim().split('\n').slice(1)) results[line.split(',')[1]] += 1;
  if (statusCode !== 200) throw new Error(`The import was refused with ${statusCode}.`);
  return { bytes, results };
}

async function measure(dataDir) {
  const all = await startAllInOne(dataDir);
  const ledger = await Ledger.open(all.databaseUrl);
  const account = await createAccount(all, 'imports', 'http://127.0.0.1:9');
  const clickIds = await ledger.insertClicks(account, ROWS + WARM_UP.rows);
  await ledger.query(`UPDATE clicks SET created_at = created_at - interval '1 hour'`);
  const api = await startApi(all.databaseUrl, dataDir);
  await upload(api, 'imports', tableFile(clickIds.slice(ROWS), WARM_UP));

  const before = await residentMib(api.program.pid);
  let peak = before;
  const sampling = setInterval(() => {
    void residentMib(api.program.pid).then((now) => (peak = Math.max(peak, now)));
  }, SAMPLE_MS);
  const startedAt = performance.now();
  const { bytes, results } = await upload(
    api,
    'imports',
    tableFile(clickIds.slice(0, ROWS), { rows: ROWS, noteLength: NOTE_LENGTH }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(sampling);
  const recorded = await ledger.count('conversions', account);
  await ledger.close();
  return { bytes, results, seconds, before, peak, growth: peak - before, recorded };
}

async function main() {
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-bench-'));
  try {
    const { bytes, results, seconds, before, peak, growth, recorded } = await measure(dataDir);
    const { succeeded, unchanged, failed } = results;
    console.log(
      `${(bytes / MIB).toFixed(1)} MiB, ${ROWS} rows in ${seconds.toFixed(1)} s: ${succeeded} succeeded, ${unchanged} unchanged, ${failed} failed; ${recorded} conversions`,
    );
    console.log(
      `api: ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at its peak: grew by ${growth.toFixed(0)} MiB`,
    );
    const isComplete = succeeded + unchanged + failed === ROWS && failed === ROWS / 2;
    if (!isComplete || growth >= MOST_GROWTH_MIB) process.exitCode = MISSED;
  } finally {
    await stopPrograms();
    // The database may still be writing its last words.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

await main();
