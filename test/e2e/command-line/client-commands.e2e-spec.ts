import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../support/account';
import { CommandLine } from '../support/command-line';
import { ROOT } from '../support/system/product-process';
import { freePort } from '../support/system/free-port';
import { testFolders } from '../support/system/temporary-folder';
import { testPitlane } from '../support/pitlane';

const pitlane = testPitlane();
const folder = testFolders();
let account: Account;
let cli: CommandLine;

beforeEach(async () => {
  account = await pitlane().account();
  cli = new CommandLine({ PITLANE_URL: pitlane().url, PITLANE_ADMIN_KEY: account.key });
});

describe('pitlane', () => {
  it.each([
    ['an unknown command', ['trigr'], 'Did you mean trigger?'],
    ['an unknown option', ['clock', 'advance', '2m', '--too', 'x'], 'Did you mean --to?'],
    ['an option of another command', ['trigger', 'click', '--amount', '3'], '(--amount is for trigger conversion)'],
    ['options that exclude each other', ['clock', 'advance', '2m', '--until-idle'], 'in one way'],
    ['a missing argument', ['seed'], "missing required argument 'file'"],
    ['too many arguments', ['status', 'now'], 'too many arguments'],
    ['no admin key', ['status', '--data-dir', 'nowhere'], 'There is no admin key: none is kept in nowhere.'],
    ['a file that is not there', ['seed', 'nowhere.yaml'], 'There is no file nowhere.yaml.'],
    ['a choice that is none', ['import', 'a.csv', '--kind', 'x'], 'Allowed choices are upload, status-update'],
  ])('should leave with 2 at %s', async (_, args, said) => {
    const { code, out, err } = await new CommandLine({}).run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  it('should leave with 3 where nobody answers, and with 1 where it is refused', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await cli.run('status', '--url', nobody)).toMatchObject({
      code: 3,
      out: '',
      err: `${nobody} does not answer (ECONNREFUSED).\n`,
    });
    const refused = await cli.run('clock', 'advance', 'soon');
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 1, out: '' });
    expect(refused.err).toContain('by');
    expect((await cli.run('status', '--key', 'a-wrong-key-altogether')).code).toBe(1);
  });

  it('should find the key in the data directory of the working folder, and act on the account that is named', async () => {
    const root = new CommandLine({ PITLANE_URL: pitlane().url });
    const dataDir = ['--data-dir', pitlane().dataDir];
    expect(await root.json('status', ...dataDir)).toMatchObject({ account: 'demo' });
    const named = await root.json('status', ...dataDir, '--account', account.slug);
    expect(named).toMatchObject({ account: account.slug });
  });

  it('should show examples first in the help of each command, and each variable beside its flag', async () => {
    for (const args of [['trigger', 'conversion'], ['start'], ['wait', 'delivery'], ['clock'], ['doctor'], ['demo']]) {
      const { code, out } = await new CommandLine({}).run(...args, '--help');
      expect([args, code, out.slice(0, out.indexOf('\n'))]).toEqual([args, 0, 'Examples:']);
    }
    const { out } = await new CommandLine({}).run('help', 'start');
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /--data-dir <folder> Embedded database and generated keys\. \(env: PITLANE_DATA_DIR\)/,
    );
  });

  it('should colour by FORCE_COLOR alone where stdout is no terminal, and never with NO_COLOR', async () => {
    const offer = await account.offer();
    const coloured = async (env: Record<string, string>): Promise<boolean> => {
      const { out } = await cli.runWith({ env }, 'trigger', 'conversion', '--offer', offer.id);
      return out.includes('\u001b[');
    };
    expect(await coloured({})).toBe(false);
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured({ NO_COLOR: '1' })).toBe(false);
  });

  it('should tell its version', async () => {
    const { version } = await cli.json<{ version: string }>('version');
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect((await cli.run('--version')).out).toBe(`${version}\n`);
  });
});

describe('pitlane completion', () => {
  let bash: string;

  beforeAll(async () => {
    bash = (await new CommandLine({}).run('completion', 'bash')).out;
  });

  it.each([
    ['zsh', '#compdef pitlane'],
    ['fish', 'complete -c pitlane'],
  ])('should write that of %s, with every command and its options', async (shell, has) => {
    const { code, out } = await cli.run('completion', shell);
    expect(code).toBe(0);
    for (const word of [has, 'trigger', 'until-idle', 'forward-to', 'data-dir']) expect(out).toContain(word);
  });

  it.each([
    ['pitlane tri', 'trigger'],
    ['pitlane clock adv', 'advance'],
    ['pitlane clock advance --unt', '--until-idle'],
    ['pitlane --json clock advance --t', '--to'],
    ['pitlane completion z', 'zsh'],
    ['pitlane seed fil', ''],
  ])('should complete in bash what is typed: %s', (typed, completed) => {
    const words = typed.split(' ');
    const asked = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${String(words.length - 1)}; _pitlane; echo "\${COMPREPLY[*]}"`;
    const { status, stdout } = spawnSync('bash', ['--norc', '-c', `${bash}\n${asked}`], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, `${completed}\n`]);
  });
});

describe('what a command loads', () => {
  /** Files that a process loaded until its end, below the project's folder. */
  function loadedBy(...args: string[]): string[] {
    const program = `
      process.on('exit', () => process.stdout.write('LOADED' + JSON.stringify(Object.keys(require.cache))));
      process.argv.splice(1, 0, 'pitlane');
      require('./dist/apps/cli/src/main.js');`;
    const { stdout } = spawnSync(process.execPath, ['-e', program, '--', ...args], { cwd: ROOT, encoding: 'utf8' });
    const files = JSON.parse(stdout.slice(stdout.indexOf('LOADED') + 'LOADED'.length)) as string[];
    return files.map((file) => file.slice(ROOT.length + 1));
  }

  const nobody = ['--url', 'http://127.0.0.1:1', '--key', 'k'];
  it.each([
    ['status', nobody],
    ['clock show', nobody],
    ['trigger conversion', nobody],
    ['wait click', ['--id', 'x', ...nobody]],
    ['listen', nobody],
    ['--help', []],
  ])('should be commander and itself alone: %s', (command, args) => {
    const loaded = loadedBy(...command.split(' '), ...args);
    expect(loaded).toContain('node_modules/commander/index.js');
    expect(loaded.filter((file) => !/^(?:node_modules\/commander|dist\/apps\/cli)\//.test(file))).toEqual([
      'dist/apps/api/src/http/own-version.js',
    ]);
    expect(loaded.filter((file) => file.startsWith('dist/apps/cli/src/commands/')).length).toBeLessThan(2);
  });
});

describe('pitlane status', () => {
  it('should tell what runs, how far it is, and that all is accounted for', async () => {
    await account.callback({ url: await account.receiver('callback') });
    const { conversionId } = await account.convertNew(await account.offer());
    await account.awaited(`conversionId=${conversionId}&status=Sent`);
    const status = await cli.json('status');
    expect(status).toMatchObject({
      account: account.slug,
      deployment: { profile: 'local', publicUrl: expect.stringContaining('http://localhost:') as string },
      clock: { mode: 'system' },
      deliveries: { Pending: 0, Sent: 1, Failed: 0 },
      integrity: { ok: true, lost: 0 },
    });
    const { out } = await cli.run('status');
    for (const line of [/^Profile +local$/m, /^Deliveries +0 Pending, 1 Sent, 0 Failed/m, /^Integrity +ok: /m]) {
      expect(out).toMatch(line);
    }
  });
});

describe('pitlane clock', () => {
  it('should freeze, advance and reset the clock of the account, and name what fell due', async () => {
    expect(await cli.json('clock', 'freeze')).toMatchObject({ mode: 'frozen' });
    const { conversionId } = await account.convertNew(await account.offer({ pendingTime: 1 }));
    const advanced = await cli.run('clock', 'advance', '25h');
    expect(advanced.out).toMatch(
      new RegExp(`matured  ${conversionId}\n.+ frozen: \\d attempts?, 1 conversion matured\n$`),
    );
    expect((await cli.run('clock', 'show')).out).toMatch(/ {2}frozen\n$/);
    expect(await cli.json('clock', 'reset')).toMatchObject({ mode: 'system' });
  });
});

describe('pitlane resend', () => {
  it('should send one delivery again and wait for it, or all that a filter matches', async () => {
    await account.callback({ url: await account.receiver('callback', { status: 400 }, { status: 200 }) });
    const { conversionId } = await account.convertNew(await account.offer());
    const { id } = await account.awaited(`conversionId=${conversionId}&status=Failed`);
    expect(await cli.json('resend', id, '--wait')).toMatchObject({ id, status: 'Sent' });
    expect(await cli.json('resend', '--all', '--conversion', conversionId)).toEqual({ matched: 1 });
    await account.awaited(`conversionId=${conversionId}&status=Sent`);
    await account.receiver('callback', { status: 400 });
    const again = await cli.run('resend', id, '--wait', '10s');
    expect(again.code).toBe(1);
    expect(again.out).toBe(`${id} is Failed\n`);
  });
});

describe('pitlane wait', () => {
  it('should wait for a delivery, and leave with 1 when the time runs out', async () => {
    const { conversionId } = await account.convertNew(await account.offer());
    await account.callback({ url: await account.receiver('callback') });
    const made = await account.convertNew(await account.offer());
    const found = await cli.run('wait', 'delivery', '--conversion', made.conversionId, '--status', 'Sent');
    expect([found.code, found.out]).toEqual([0, expect.stringMatching(/^[-\w]{36} {2}callback {2}Sent {2}http/)]);
    const late = await cli.run(
      'wait',
      'delivery',
      '--conversion',
      conversionId,
      '--status',
      'Sent',
      '--timeout',
      '10ms',
    );
    expect([late.code, late.out]).toEqual([1, '']);
    expect((await cli.run('wait', 'delivery')).err).toContain('Say which delivery: --id <id>');
  });
});

describe('pitlane reset', () => {
  it('should empty the account, and keep what is named', async () => {
    const offer = await account.offer();
    await account.convertNew(offer);
    expect(await cli.json('reset', '--keep', 'offers')).toMatchObject({ deleted: { clicks: 1, conversions: 1 } });
    expect(await account.api.list('/offers')).toHaveLength(1);
    expect((await cli.run('reset')).code).toBe(0);
    expect(await account.api.list('/offers')).toEqual([]);
  });
});

describe('pitlane import', () => {
  it('should say what became of the rows, and leave with 1 when one failed', async () => {
    const { clickId, conversionId } = await account.convertNew(await account.offer());
    const file = join(folder(), 'statuses.csv');
    const rows = (ids: readonly string[]): string =>
      `gk_click_id,Status,RejectionReason\n${ids.map((id) => `${id},Rejected,fraud\n`).join('')}`;
    writeFileSync(file, rows([clickId]));
    expect(await cli.json('import', file, '--kind', 'status-update')).toMatchObject({ rows: 1, succeeded: 1 });
    expect(await account.conversion(conversionId)).toMatchObject({ status: 'Rejected', rejectionReason: 'fraud' });
    writeFileSync(file, rows([clickId, '0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11']));
    const { code, out } = await cli.run('import', file, '--kind', 'status-update');
    expect(code).toBe(1);
    expect(out).toMatch(/^2 rows: 0 done, 1 so already, 1 failed\n {2}row 3: /);
  });
});
