#!/usr/bin/env node
import { Command } from 'commander';
import { defineCheck } from './commands/check';
import { demo } from './commands/demo';
import { init } from './commands/init';
import { migrateCommand } from './commands/migrate';
import { api, worker } from './commands/serve';
import { start } from './commands/start';

const FAILED = 1;
const USAGE = 2;

/** `pitlane …`: stdout is data, stderr is talk. Exit codes: 0 ok, 1 failed, 2 usage. K§8. */
function program(): Command {
  const pitlane = new Command('pitlane').description(
    'Self-hosted emulator of the GoKart and Integr8 affiliate tracking platforms',
  );
  pitlane
    .command('start')
    .description('database, API and worker in one process tree')
    .option('--seed <file>', 'what an empty store is filled with; without it, pitlane.seed.yaml of this folder')
    .option('--no-seed', 'the demo data, whatever is in this folder')
    .action(start);
  pitlane
    .command('init')
    .description('writes a pitlane.seed.yaml to begin with')
    .option('--force', 'over the one that is there')
    .action(init);
  pitlane.command('demo').description('plays the whole story on the test clock, in a store of its own').action(demo);
  pitlane.command('migrate').description('brings the database of DATABASE_URL up to date').action(migrateCommand);
  pitlane.command('api').description('an API process of its own, on DATABASE_URL').action(api);
  pitlane.command('worker').description('a worker process of its own, on DATABASE_URL').action(worker);
  defineCheck(pitlane.command('check').description('plays the callback contract at your own endpoint'));
  // Commander leaves with 1 for a usage error; ours is 2.
  pitlane.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));
  for (const command of pitlane.commands) command.copyInheritedSettings(pitlane);
  return pitlane;
}

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(FAILED);
  });
