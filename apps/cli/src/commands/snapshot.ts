import type { Command } from 'commander';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { answer, count, say } from '../output/print';
import { examples } from '../define';

interface Snapshot {
  name: string;
  at: string;
  rows: number;
}

type Snapshots = Snapshot[] | { items: Snapshot[] };

/** `pitlane snapshot save|restore|list|delete` */
export function defineSnapshot(command: Command): void {
  examples(command, ['pitlane snapshot save before', 'pitlane snapshot restore before', 'pitlane snapshot list']);
  const at = (name: string): string => `/emulator/snapshots/${encodeURIComponent(name)}`;
  clientOptions(
    command.command('save').description('keeps the state of the account under a name').argument('<name>'),
  ).action(async (name: string, options: ClientOptions) => {
    const made = await apiOf(options).put<Snapshot>(at(name));
    answer(options.json, made, () => line(made));
  });
  clientOptions(command.command('restore').description('goes back to it').argument('<name>')).action(
    async (name: string, options: ClientOptions) => {
      const done = await apiOf(options).post<unknown>(`${at(name)}/restore`);
      answer(options.json, done, () => `The account is as it was in ${name}.`);
    },
  );
  clientOptions(command.command('list').description('shows what was kept')).action(async (options: ClientOptions) => {
    const found = await apiOf(options).get<Snapshots>('/emulator/snapshots?page_size=100');
    const all = Array.isArray(found) ? found : found.items;
    if (all.length === 0 && options.json !== true) say('No snapshot was kept.');
    else answer(options.json, found, () => all.map(line).join('\n'));
  });
  clientOptions(command.command('delete').description('forgets it').argument('<name>')).action(
    async (name: string, options: ClientOptions) => {
      await apiOf(options).delete(at(name));
      answer(options.json, { name, deleted: true }, () => `${name} is gone.`);
    },
  );
}

function line({ name, at, rows }: Snapshot): string {
  return `${name}  ${at}  ${count(rows, 'row')}`;
}
