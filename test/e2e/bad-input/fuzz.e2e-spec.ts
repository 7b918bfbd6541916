import { join } from 'node:path';
import { ProductProcess } from '../support/system/product-process';
import { makeFolder, removeFolder } from '../support/system/temporary-folder';

/** On a machine that has other work. */
const LIMIT_MS = 180_000;

describe('npm run fuzz, the short form (K9)', () => {
  it(
    'should find answers to all that is sent, in the shape of their edge and never a 5xx, and nothing half written',
    async () => {
      const folder = makeFolder();
      const fuzz = new ProductProcess({
        command: ['test/fuzz/main.mjs', '--short', '--seed', '20261121', '--failures', join(folder, 'failures')],
      });
      const { code } = await fuzz.ended();
      await removeFolder(folder);
      expect(fuzz.output).toContain('Nothing failed.');
      expect(code).toBe(0);
    },
    LIMIT_MS,
  );
});
