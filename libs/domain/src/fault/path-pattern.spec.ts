import { compilePathPattern, matchesPath } from './path-pattern';

describe(matchesPath.name, () => {
  it.each([
    ['/track', '/track', true],
    ['/track', '/track/', false],
    ['/track*', '/track', true],
    ['/api/v1/offer-wall/*', '/api/v1/offer-wall/offer-list', true],
    ['/api/v1/offer-wall/*', '/api/v1/offer-wall', false],
    ['/api/*/conversions', '/api/v1/sdk-conversion-system/conversions', true],
    ['/api/*/conversions', '/api/v1/conversions/1', false],
    ['/a*a', '/a', false],
    ['/a*a', '/aa', true],
    ['/a*b*b', '/ab', false],
    ['*', '/anything', true],
    ['/a**b', '/ab', true],
    ['/a.c', '/abc', false],
  ])('should be for %s and %s: %s', (pattern, path, matches) => {
    expect(matchesPath(compilePathPattern(pattern), path)).toBe(matches);
  });

  it('should not take long for whatever pattern', () => {
    expect(matchesPath(compilePathPattern(`${'*a'.repeat(250)}b`), 'a'.repeat(2_000))).toBe(false);
  });
});
