import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { testPlatform } from './kit';
import { UserProject } from './user-project';

const EXAMPLES = readdirSync(join(ROOT, 'examples'));

describe('the examples', () => {
  const platform = testPlatform();
  const newFolder = testFolders();

  it('should be three', () => {
    expect(EXAMPLES).toEqual(['advertiser-conversions', 'partner-postbacks', 'publisher-callbacks']);
  });

  it.each(EXAMPLES)('should keep what it promises: %s', async (name) => {
    const project = new UserProject(newFolder());
    project.install('pitlane', '@pitlane/testkit', 'express');
    cpSync(join(ROOT, 'examples', name), project.folder, { recursive: true });
    const running = { PITLANE_URL: platform().url, PITLANE_ADMIN_KEY: platform().rootKey };
    const { code, output } = await project.run('node --test', running);
    const tests = readdirSync(project.folder)
      .filter((file) => file.endsWith('.test.mjs'))
      .flatMap((file) => readFileSync(join(project.folder, file), 'utf8').match(/^test\(/gm) ?? []);
    expect([code, output]).toEqual([0, expect.stringMatching(new RegExp(`(?:#|ℹ) pass ${tests.length}\\n`))]);
    expect(tests.length).toBeGreaterThan(3);
  });
});
