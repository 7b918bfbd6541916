import { Option, type Command } from 'commander';
import type { CheckInput } from '../check/read-options';

const BEFORE = `Examples:
  pitlane check http://localhost:3000/callback
  pitlane check http://localhost:3000/callback --secret-header X-Api-Token --secret-value s3cret
  pitlane check http://localhost:3000/callback --verify-url 'http://localhost:3000/rewards/{conversionId}'
  pitlane check http://localhost:3000/callback --only nulls,text --junit check.xml
`;
const AFTER = `
Exit codes: 0 nothing failed, 1 a case failed, 2 usage, 3 the endpoint or the server of --url can't be reached.`;
const KEY_CASES = ['camel', 'pascal'];

/** `pitlane check <callback-url>`: plays the platform's callbacks at an integrator's endpoint. K§8. What it takes is loaded once it is called. */
export function defineCheck(command: Command): void {
  command
    .argument('[callback-url]', 'your endpoint, as it would be configured: http(s), at most 500 characters')
    .option('--secret-header <name>', 'header that carries your secret')
    .addOption(new Option('--secret-value <value>', 'the secret').env('PITLANE_CHECK_SECRET'))
    .option(
      '--verify-url <template>',
      'GET of yours that answers {"rewards": n}; with {conversionId} and, if need be, {memberId}',
    )
    .option('--member <id>', 'a member that your endpoint knows; without it a new one for each case')
    .addOption(new Option('--key-case <case>', 'how your account spells keys').choices(KEY_CASES).default('camel'))
    .option('--timeout <duration>', "the platform's time-out; with --url the one that its server has", '15s')
    .option('--only <cases>', 'these cases, separated by commas, after the one that opens')
    .option('--list', 'names the cases and plays none')
    .option('--json', 'the report as one JSON document')
    .option('--junit <file>', 'writes the report as JUnit XML, too');
  for (const option of serverOptions()) command.addOption(option.helpGroup('Server options:'));
  command.addHelpText('before', BEFORE).addHelpText('after', AFTER).action(run);
}

function serverOptions(): Option[] {
  return [
    new Option(
      '--url <url>',
      'plays on this server, in an account that is removed again; without it on one of its own',
    ).env('PITLANE_URL'),
    new Option('--key <key>', "that server's root key; without it the one kept in the data directory").env(
      'PITLANE_ADMIN_KEY',
    ),
    new Option('--data-dir <folder>', 'data directory with the key; without it .pitlane').env('PITLANE_DATA_DIR'),
  ];
}

async function run(callbackUrl: string | undefined, input: CheckInput, command: Command): Promise<void> {
  const refuse = (problem: string): never => command.error(`error: ${problem}`);
  const loose = ['key', 'dataDir'].find((name) => command.getOptionValueSource(name) === 'cli');
  const isOwn = input.url === undefined || input.url === '';
  if (isOwn && loose !== undefined) refuse('--key and --data-dir need --url: the server that the key is for.');
  const { runCheck } = await import('../check/run-check.js');
  process.exitCode = await runCheck({ ...input, callbackUrl }, refuse);
}
