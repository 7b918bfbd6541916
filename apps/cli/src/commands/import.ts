import { Option, type Command } from 'commander';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { Failed, UsageError } from '../client/failures';
import { cannotRead } from '../client/read-whole';
import { answer, count, paint } from '../output/print';
import { examples } from '../define';

interface Imported {
  id: string;
  rows: number;
  succeeded: number;
  unchanged: number;
  failed: number;
  results: { row: number; result: string; reason: string | null }[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const MOST_SHOWN = 20;

/** `pitlane import <file>`; exit 1 when a row failed. */
export function defineImport(command: Command): void {
  command
    .argument('<file>', 'CSV, XLS or XLSX, up to 100 MB')
    .addOption(
      new Option('--kind <kind>', 'what the rows are').choices(['upload', 'status-update']).makeOptionMandatory(),
    );
  const shown = ['pitlane import conversions.csv --kind upload', 'pitlane import statuses.xlsx --kind status-update'];
  clientOptions(examples(command, shown)).action(async (file: string, options: ClientOptions & { kind: string }) => {
    const type = typeOf(file);
    const api = apiOf(options);
    await stat(file).catch((error: unknown) => {
      throw new UsageError(cannotRead(file, error));
    });
    const done = await api.send<Imported>(`/conversions/import?kind=${options.kind}`, {
      type,
      content: createReadStream(file),
    });
    answer(options.json, done, () => importText(done));
    if (done.failed > 0) {
      throw new Failed(`${count(done.failed, 'row')} failed; mended, the same file may be sent again.`);
    }
  });
}

export function typeOf(file: string): string {
  const type = TYPES[extname(file).toLowerCase()];
  if (type === undefined) throw new UsageError(`${file} is none of ${Object.keys(TYPES).join(', ')}.`);
  return type;
}

export function importText({ id, rows, succeeded, unchanged, failed, results }: Imported): string {
  const bad = results.filter(({ result }) => result === 'failed');
  return [
    `${count(rows, 'row')}: ${String(succeeded)} done, ${String(unchanged)} so already, ${String(failed)} failed`,
    ...bad.slice(0, MOST_SHOWN).map(({ row, reason }) => `  row ${String(row)}: ${paint('red', reason ?? 'failed')}`),
    ...(bad.length > MOST_SHOWN
      ? [`  and ${String(bad.length - MOST_SHOWN)} more: GET /admin/v1/imports/${id}/rows?result=failed`]
      : []),
  ].join('\n');
}
