import fc from 'fast-check';
import { cutReason, hasForbiddenCharacters } from './text';

describe(hasForbiddenCharacters.name, () => {
  it.each([
    ['', false],
    ['plain', false],
    ['tab\tand\nline', false],
    ['Grüße 😀', false],
    ['a\0b', true],
    ['\uD83D', true],
    ['\uDE00x', true],
    ['\uDE00\uD83D', true],
  ])('should answer for %j: %s', (text, isForbidden) => {
    expect(hasForbiddenCharacters(text)).toBe(isForbidden);
  });
});

describe(cutReason.name, () => {
  it.each([
    ['fraud', 'fraud'],
    ['  fraud\n', 'fraud'],
    [' \t ', ''],
    ['x'.repeat(255), 'x'.repeat(255)],
    ['x'.repeat(256), 'x'.repeat(255)],
    [`${'x'.repeat(254)}😀`, 'x'.repeat(254)],
    [`${'x'.repeat(253)}😀y`, `${'x'.repeat(253)}😀`],
  ])('should keep %j as %j', (text, reason) => {
    expect(cutReason(text)).toBe(reason);
  });

  it('should never split a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', ' ', 'é', '😀'), minLength: 120, maxLength: 300 }), (text) => {
        const reason = cutReason(text);
        expect(hasForbiddenCharacters(reason)).toBe(false);
        expect(text.trim().startsWith(reason)).toBe(true);
        expect(reason.length).toBeLessThanOrEqual(255);
        expect(reason.length).toBeGreaterThanOrEqual(Math.min(254, text.trim().length));
      }),
    );
  });
});
