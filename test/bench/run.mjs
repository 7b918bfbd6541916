// One run: brings up what is measured, measures it in an order in which nothing disturbs the next, and ends all of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { measureClicks } from './measure/clicks.mjs';
import { measureCosts } from './measure/costs.mjs';
import { measureConversions } from './measure/conversions.mjs';
import { measureDeliveries } from './measure/deliveries.mjs';
import { measureGrowth } from './measure/growth.mjs';
import { measureFairness } from './measure/fairness.mjs';
import { measureLatency } from './measure/latency.mjs';
import { treeMemory } from './measure/memory.mjs';
import { measureReports } from './measure/reports.mjs';
import { measureStarts } from './measure/starts.mjs';
import { createAccount } from './program/account.mjs';
import { loadLibrary } from './program/built.mjs';
import { startAllInOne, startApi } from './program/pitlane.mjs';
import { Program } from './program/processes.mjs';

const LOAD = join(import.meta.dirname, 'load');

/** Answers what was measured, by name. `note` gets a line now and then. */
export async function runBench({ measures, plans }, note) {
  const figures = {};
  const tell = (name) => (line) => note(`${name}: ${line}`);
  if (measures.has('starts')) figures.starts = await measureStarts({ plan: plans.starts, note: tell('starts') });
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-bench-'));
  try {
    const setting = { dataDir, load: fork('closed-loop'), paced: fork('open-loop'), sink: fork('sink') };
    await measureAllInOne(setting, { measures, plans, figures, tell });
    await measureApart(setting, { measures, plans, figures, tell });
    if (measures.has('growth')) {
      const { load, sink } = setting;
      const receiver = await receiverOf(sink);
      figures.growth = await measureGrowth({ load, receiver, plan: plans.growth, note: tell('growth') });
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  return figures;
}

const fork = (name) => Program.fork(join(LOAD, `${name}.mjs`));

const receiverOf = async (program) => `http://127.0.0.1:${(await program.ask({})).port}`;

async function measureAllInOne({ dataDir, load, paced, sink }, { measures, plans, figures, tell }) {
  if (!['memory', 'latency', 'clicks', 'conversions', 'reports', 'fairness'].some((name) => measures.has(name))) return;
  const allInOne = { ...(await startAllInOne(dataDir)), hasWorker: true };
  const accountFor = async (slug, receiver) => createAccount(allInOne, slug, await receiverOf(receiver));
  if (measures.has('memory')) {
    await pause(plans.memory.idleMs);
    figures.idle = treeMemory(allInOne.pid);
  }
  if (measures.has('latency')) {
    const account = await accountFor('latency', paced);
    figures.latency = await measureLatency({
      allInOne,
      account,
      paced,
      load,
      plan: plans.latency,
      note: tell('latency'),
    });
  }
  if (measures.has('clicks')) {
    const account = await accountFor('clicks', sink);
    figures.clicks = await measureClicks({ allInOne, account, load, plan: plans.clicks, note: tell('clicks') });
  }
  if (measures.has('conversions')) {
    const account = await accountFor('together', sink);
    const { databaseUrl } = allInOne;
    figures.conversionsTogether = await measureConversions({
      ...{ server: allInOne, databaseUrl, account, load },
      ...{ plan: plans.conversions, note: tell('conversions, all in one') },
    });
  }
  if (measures.has('reports')) {
    const account = await accountFor('reports', sink);
    const note = tell('reports');
    figures.reports = await measureReports({ server: allInOne, account, plan: plans.reports, note });
  }
  if (measures.has('fairness')) {
    const account = await accountFor('fairness', paced);
    const note = tell('fairness');
    figures.fairness = await measureFairness({ allInOne, account, paced, load, plan: plans.fairness, note });
  }
  await allInOne.program.stop();
}

/** API and worker as processes of their own, on a PostgreSQL that belongs to the run. */
async function measureApart({ dataDir, load, sink }, { measures, plans, figures, tell }) {
  if (!['conversions', 'deliveries', 'costs'].some((name) => measures.has(name))) return;
  const postgres = await loadLibrary('runtime').startEmbeddedPostgres({ dataDir });
  try {
    const databaseUrl = postgres.url;
    const api = await startApi(databaseUrl, dataDir);
    const receiver = await receiverOf(sink);
    if (measures.has('conversions')) {
      const account = await createAccount(api, 'conversions', receiver);
      figures.conversions = await measureConversions({
        ...{ server: api, databaseUrl, account, load },
        ...{ plan: plans.conversions, note: tell('conversions') },
      });
    }
    if (measures.has('deliveries')) {
      const account = await createAccount(api, 'deliveries', receiver);
      figures.deliveries = await measureDeliveries({
        ...{ api, databaseUrl, dataDir, account, sink, load },
        ...{ plan: plans.deliveries, note: tell('deliveries') },
      });
    }
    if (measures.has('costs')) {
      const account = await createAccount(api, 'costs', receiver);
      figures.costs = await measureCosts({
        ...{ api, databaseUrl, dataDir, account, sink, load },
        ...{ plan: plans.costs, note: tell('costs') },
      });
    }
    await api.program.stop();
  } finally {
    await postgres.stop();
  }
}
