import { REFUSALS, REJECTION_REASONS } from './errors';

describe('REFUSALS', () => {
  it.each(Object.entries(REFUSALS))('should say %s in one plain sentence or two', (code, sentence) => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(sentence).toMatch(/^[A-Z][ -~]{10,120}\.$/);
  });

  it('should say each thing once', () => {
    expect(new Set(Object.values(REFUSALS)).size).toBe(Object.keys(REFUSALS).length);
  });
});

describe('REJECTION_REASONS', () => {
  it('should hold the words of K§3.2 rows 5 and 8–12', () => {
    expect(Object.values(REJECTION_REASONS)).toEqual([
      'IP address is not whitelisted',
      'Event sequence is violated',
      'Minimum time from previous event is not reached',
      'Event deadline has passed',
      'Conversion amount is missing',
      'Conversion cap is reached',
      'Budget is reached',
    ]);
  });
});
