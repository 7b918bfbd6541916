import type { Command } from 'commander';
import { extname } from 'node:path';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { Failed, Refused } from '../client/failures';
import { readWhole } from '../client/read-whole';
import { answer } from '../output/print';
import { examples } from '../define';

type Loaded = Record<string, unknown>;

/** `pitlane seed <file>` */
export function defineSeed(command: Command): void {
  command.argument('<file>', 'YAML or JSON; - reads YAML from stdin');
  clientOptions(
    examples(command, ['pitlane seed pitlane.seed.yaml', 'pitlane export | pitlane seed - --account copy']),
  ).action(async (file: string, options: ClientOptions) => {
    const content = await readWhole(file);
    const type = extname(file) === '.json' ? 'application/json' : 'application/yaml';
    try {
      const loaded = await apiOf(options).send<Loaded>('/emulator/seed', { type, content });
      answer(options.json, loaded, () => seedText(loaded));
    } catch (error) {
      throw error instanceof Refused && error.fields.length > 0 ? new Failed(problemsText(file, error)) : error;
    }
  });
}

/** Lists as how many there are, everything else as it is. */
export function seedText(loaded: Loaded): string {
  return Object.entries(loaded)
    .map(([name, value]) => (Array.isArray(value) ? `${name}: ${namesOf(value)}` : `${name}: ${plain(value)}`))
    .join('\n');
}

function namesOf(items: readonly unknown[]): string {
  const names = items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string' ? [item.name] : [],
  );
  return names.length === 0 ? String(items.length) : `${String(items.length)} (${names.join(', ')})`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A problem a line, in the form that editors and terminals make clickable. */
export function problemsText(file: string, { fields }: Pick<Refused, 'fields'>): string {
  return [
    ...fields.map(
      ({ field, message: what, line }) => `${file}:${line === undefined ? '' : `${String(line)}:`} ${field}: ${what}`,
    ),
    'Nothing was loaded.',
  ].join('\n');
}
