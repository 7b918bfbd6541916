import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { query } from '../client/admin-api';
import { exitCodeOf, Failed, NotReachable, Refused, UsageError } from '../client/failures';
import { meant, nearest } from '../client/nearest';
import { howFar } from '../commands/clock';
import { typeOf } from '../commands/import';
import { whichOf } from '../commands/resend';
import { problemsText, seedText } from '../commands/seed';
import { completionScript, SHELLS } from '../completion/scripts';
import { wordsOf } from '../completion/words';
import { complaintOf } from '../output/complaint';
import { duration } from '../output/duration';
import { SETTING_FLAGS } from '../setting-flags';
import { flagOf, settingOptions, settingsOf } from '../setting-options';

const ROOT = join(__dirname, '../../../..');
const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8');
const DOCUMENT = readFileSync(join(ROOT, 'docs/command-line.md'), 'utf8');

/** Every setting with its docstring; that these are all of them, as in `Config`, is shown beside it. */
const SETTINGS = [...EXAMPLE.matchAll(/^# (.+)\n#?([A-Z_]+)=/gm)]
  .map(([, about = '', name = '']) => ({ name, about }))
  .filter(({ name }) => name !== 'POSTGRES_PASSWORD');

describe('the flags of pitlane start', () => {
  it('should be one for each setting, with its own words', () => {
    expect(Object.entries(SETTING_FLAGS).map(([name, [, about]]) => ({ name, about }))).toEqual(SETTINGS);
  });

  it('should stand in docs/command-line.md, each beside its variable', () => {
    const rows = [
      ...DOCUMENT.slice(DOCUMENT.indexOf('## Start')).matchAll(/^\| `(--[\w-]+)` +\| `([A-Z_]+)` +\| (.+?) *\|$/gm),
    ];
    expect(rows.map(([, flag, name, about]) => ({ flag, name, about }))).toEqual(
      SETTINGS.map(({ name, about }) => ({ flag: flagOf(name), name, about })),
    );
  });

  it.each([
    [[], {}],
    [['--port', '9000'], { PORT: '9000' }],
    [['--data-dir', 'x', '--otel-service-name', 'y'], { PITLANE_DATA_DIR: 'x', OTEL_SERVICE_NAME: 'y' }],
  ])('should be read as settings: %j', (args, settings) => {
    const names = ['PORT', 'PITLANE_DATA_DIR', 'OTEL_SERVICE_NAME'];
    const command = settingOptions(new Command(), names).exitOverride();
    command.parse(args, { from: 'user' });
    expect(settingsOf(command, names)).toEqual(settings);
  });
});

describe('exit codes', () => {
  it.each([
    [new UsageError('x'), 2],
    [new NotReachable('x'), 3],
    [new Failed('x'), 1],
    [new Refused(400, [], 'x'), 1],
    [new Error('x'), 1],
    ['x', 1],
  ])('should be for %p: %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe(complaintOf.name, () => {
  it.each<[unknown, string]>([
    [new Error('Broken.'), 'Broken.'],
    ['odd', 'odd'],
    [new Refused(409, [], 'It is Pending.'), 'It is Pending.'],
    [new Refused(400, [{ field: 'by', message: 'Wrong.' }], 'Wrong.'), 'Wrong.'],
    [
      new Refused(400, [{ field: 'offers[0].revenue', message: 'Not a number.', line: 7 }], 'Two fields are wrong.'),
      'Two fields are wrong.\n  line 7: offers[0].revenue: Not a number.',
    ],
  ])('should tell %p', (error, text) => {
    expect(complaintOf(error)).toBe(text);
  });
});

describe(nearest.name, () => {
  const OFFERS = ['Boost Card', 'Racing Legends', 'Boost Cards Plus'];

  it.each([
    ['boost crad', ['Boost Card']],
    ['boost card', ['Boost Card', 'Boost Cards Plus']],
    ['legends', ['Racing Legends']],
    ['xyzzy', []],
    ['', []],
  ])('should find for %j: %j', (word, found) => {
    expect(nearest(word, OFFERS)).toEqual(found);
  });

  it.each([
    ['legend', ' Did you mean “Racing Legends”?'],
    ['xyzzy', ' There is “Boost Card”, “Racing Legends”, “Boost Cards Plus”.'],
  ])('should say about %j:%s', (word, said) => {
    expect(meant(word, OFFERS)).toBe(said);
  });

  it('should name five and count the rest, and be silent where there is nothing', () => {
    expect(meant('xyzzy', ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe(' There is “a”, “b”, “c”, “d”, “e” and 2 more.');
    expect(meant('xyzzy', [])).toBe('');
  });
});

describe(whichOf.name, () => {
  it.each([
    ['d1', {}, { kind: 'one', id: 'd1' }],
    [undefined, { all: true, status: 'Failed' }, { kind: 'all', filter: { status: 'Failed' } }],
    [undefined, { all: true, conversion: 'c1' }, { kind: 'all', filter: { conversionId: 'c1' } }],
  ] as const)('should be for %s and %j: %j', (id, options, which) => {
    expect(whichOf(id, options)).toEqual(which);
  });

  it.each([
    [undefined, {}],
    [undefined, { all: true }],
    [undefined, { status: 'Failed' }],
    [undefined, { all: true, status: 'Failed', wait: true }],
    ['d1', { all: true }],
    ['d1', { kind: 'callback' }],
  ] as const)('should refuse %s with %j', (id, options) => {
    expect(() => whichOf(id, options)).toThrow(UsageError);
  });
});

describe(howFar.name, () => {
  it.each([
    ['2m', {}, { by: '2m' }],
    [undefined, { to: '2027-01-01' }, { to: '2027-01-01' }],
    [undefined, { untilIdle: true }, { untilIdle: true }],
  ])('should be for %s and %j: %j', (by, options, body) => {
    expect(howFar(by, options)).toEqual(body);
  });

  it.each([
    [undefined, {}],
    ['2m', { to: '2027-01-01' }],
    ['2m', { untilIdle: true }],
  ])('should refuse %s with %j', (by, options) => {
    expect(() => howFar(by, options)).toThrow(UsageError);
  });
});

describe('small parts', () => {
  it.each([
    [0, '0 ms'],
    [250.4, '250 ms'],
    [1_000, '1s'],
    [125_000, '2m 5s'],
    [3_600_000, '1h'],
    [3_605_000, '1h'],
    [97_200_000, '1d 3h'],
  ])('should write %i ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [{}, ''],
    [{ a: undefined }, ''],
    [{ a: 'x y', b: '1', c: undefined }, '?a=x+y&b=1'],
  ])('should write %j as a query: %s', (values, text) => {
    expect(query(values)).toBe(text);
  });

  it('should know table files by their names', () => {
    expect([typeOf('a.csv'), typeOf('b.XLSX').split('.').at(-1)]).toEqual(['text/csv', 'sheet']);
    expect(() => typeOf('a.txt')).toThrow(UsageError);
  });

  it('should show what a seed brought, and what is wrong with one by its lines', () => {
    expect(seedText({ account: 'demo', offers: [{ id: '1', name: 'Card' }], clicks: 3, partners: [] })).toBe(
      'account: demo\noffers: 1 (Card)\nclicks: 3\npartners: 0',
    );
    const fields = [{ field: 'offers[0].revenu', message: 'Did you mean revenue?', line: 4 }];
    expect(problemsText('a.yaml', { fields })).toBe(
      'a.yaml:4: offers[0].revenu: Did you mean revenue?\nNothing was loaded.',
    );
  });

  it.each(SHELLS)('should complete commands, commands below them and options in %s', (shell) => {
    const whole = new Command('pitlane');
    whole.command('clock').description("it's time").command('freeze').option('--at <instant>', 'there');
    const script = completionScript(shell, wordsOf(whole));
    for (const word of ['clock', 'freeze', 'at', 'help']) expect(script).toContain(word);
    expect(script.endsWith('\n')).toBe(true);
  });
});
