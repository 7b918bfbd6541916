import { readSeedText } from '../../api/src/emulator/seed/seed-text';
import { STARTER_SEED } from './starter-seed';

describe('STARTER_SEED', () => {
  it('should be a seed, with what is commented out as well', () => {
    const uncommented = STARTER_SEED.replace(/^# (clock:| +freezeAt.*)$/gm, '$1');
    expect(uncommented).not.toBe(STARTER_SEED);
    expect([readSeedText(STARTER_SEED).kind, readSeedText(uncommented).kind]).toEqual(['read', 'read']);
  });
});
