import type { Command } from 'commander';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { answer, count } from '../output/print';
import { examples } from '../define';

interface ResetAnswer {
  kept: string[];
  deleted: Record<string, number>;
}

/** `pitlane reset` */
export function defineReset(command: Command): void {
  command.option('--keep <what...>', 'what stays, such as offers, partners, clock; with what it stands on');
  clientOptions(examples(command, ['pitlane reset --account tests', 'pitlane reset --keep offers partners'])).action(
    async (options: ClientOptions & { keep?: string[] }) => {
      const keep = options.keep?.flatMap((names) => names.split(',')).filter((name) => name !== '');
      const done = await apiOf(options).post<ResetAnswer>('/emulator/reset', { keep });
      answer(options.json, done, () => resetText(done));
    },
  );
}

function resetText({ kept, deleted }: ResetAnswer): string {
  const removed = Object.entries(deleted).filter(([, rows]) => rows > 0);
  const rows = removed.reduce((sum, [, some]) => sum + some, 0);
  return [
    `${count(rows, 'row')} removed${kept.length === 0 ? '' : `; kept: ${kept.join(', ')}`}`,
    ...removed.map(([table, some]) => `  ${table}: ${String(some)}`),
  ].join('\n');
}
