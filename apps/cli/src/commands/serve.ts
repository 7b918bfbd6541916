import type { Command } from 'commander';
import { examples } from '../define';

const DATABASE = 'DATABASE_URL=postgres://user:secret@host/pitlane';

/** `pitlane api` */
export function defineApi(command: Command): void {
  examples(command, [`${DATABASE} pitlane api`]).action(api);
}

/** `pitlane worker` */
export function defineWorker(command: Command): void {
  examples(command, [`${DATABASE} pitlane worker`]).action(worker);
}

/** An API process of its own, on the PostgreSQL of DATABASE_URL. Nothing of it is loaded before. K§2. */
async function api(): Promise<void> {
  await import('../../../api/src/main.js');
}

/** A worker process of its own, on the same. */
async function worker(): Promise<void> {
  await import('../../../worker/src/main.js');
}
