import { Command, Option } from 'commander';
import type { CheckInput } from '../check/read-options';

const EXAMPLES = `
Examples:
  pitlane check http://localhost:3000/callback
  pitlane check http://localhost:3000/callback --secret-header X-Api-Token --secret-value s3cret
  pitlane check http://localhost:3000/callback --verify-url 'http://localhost:3000/rewards/{conversionId}'
  pitlane check http://localhost:3000/callback --only nulls,text --junit check.xml

Exit codes: 0 nothing failed, 1 a case failed, 2 usage, 3 the endpoint or the server of --url can't be reached.
`;

/** `pitlane check <callback-url>`: plays the platform's callbacks at an integrator's endpoint. K§8. What it takes is loaded once it is called. */
export function checkCommand(): Command {
  return new Command('check')
    .description('plays callbacks at your endpoint as the platform would send them, and tells what it does with them')
    .argument('[callback-url]', 'your endpoint, as it would be configured: http(s), at most 500 characters')
    .option('--secret-header <name>', 'header that carries your secret')
    .addOption(new Option('--secret-value <value>', 'the secret').env('PITLANE_CHECK_SECRET'))
    .option(
      '--verify-url <template>',
      'GET of yours that answers {"rewards": n}, with {conversionId} and, if need be, {memberId}',
    )
    .option('--member <id>', 'a member that your endpoint knows; without it a new one for each case')
    .addOption(
      new Option('--key-case <case>', 'how your account spells keys').choices(['camel', 'pascal']).default('camel'),
    )
    .option('--timeout <duration>', "the platform's time-out; with --url the one that its server has", '15s')
    .option('--only <cases>', 'these cases, separated by commas, after the one that opens')
    .option('--list', 'names the cases and plays none')
    .option('--json', 'the report as one JSON document')
    .option('--junit <file>', 'writes the report as JUnit XML, too')
    .addOption(
      new Option(
        '--url <server>',
        'plays on this server, in an account that is removed again; without it on one of its own',
      ).env('PITLANE_URL'),
    )
    .addOption(
      new Option('--key <root-key>', "that server's root key; without it the one kept in the data directory here").env(
        'PITLANE_ADMIN_KEY',
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (callbackUrl: string | undefined, input: CheckInput, command: Command) => {
      const hasLooseKey = input.url === undefined && command.getOptionValueSource('key') === 'cli';
      if (hasLooseKey) command.error('error: --key needs --url: the server that it opens.');
      const { runCheck } = await import('../check/run-check.js');
      process.exitCode = await runCheck({ ...input, callbackUrl }, (problem) => command.error(`error: ${problem}`));
    });
}
