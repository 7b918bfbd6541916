import { Option, type Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { query } from '../client/admin-api';
import { apiOf, clientOptions, type ClientOptions } from '../client/client-options';
import { Failed } from '../client/failures';
import { say } from '../output/print';
import { examples } from '../define';

interface ExportOptions extends ClientOptions {
  format: string;
  output?: string;
  history: boolean;
  ids?: boolean;
}

/** `pitlane export` */
export function defineExport(command: Command): void {
  command
    .addOption(new Option('--format <format>', 'yaml or json').choices(['yaml', 'json']).default('yaml'))
    .option('--no-history', 'without clicks and conversions')
    .option('--ids', 'with the ids of everything, for a load that makes the same ones')
    .option('--output <file>', 'written there instead of to stdout');
  clientOptions(examples(command, ['pitlane export > pitlane.seed.yaml', 'pitlane export --json'])).action(
    async (options: ExportOptions) => {
      const format = options.json === true ? 'json' : options.format;
      const which = {
        format,
        history: options.history ? undefined : 'false',
        ids: options.ids === true ? 'true' : undefined,
      };
      const text = await apiOf(options).text('GET', `/emulator/export${query(which)}`);
      if (options.output === undefined) {
        process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
        return;
      }
      await writeFile(options.output, text).catch((error: unknown) => {
        throw new Failed(
          `${String(options.output)} can't be written: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      say(`Written to ${options.output}.`);
    },
  );
}
