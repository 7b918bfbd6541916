import { COUNTRY_CODES, toCountry } from './country-codes';

describe(toCountry.name, () => {
  it.each([
    ['US', 'US'],
    ['USA', 'US'],
    ['840', 'US'],
    [' usa ', 'US'],
    ['de', 'DE'],
    ['276', 'DE'],
    ['004', 'AF'],
    ['4', 'AF'],
    ['ZWE', 'ZW'],
    ['XK', 'XK'],
    ['Atlantis', 'ATLANTIS'],
    ['', ''],
  ])('should read %j as %j', (text, country) => {
    expect(toCountry(text)).toBe(country);
  });

  it('should know every country once, by three codes of which none is shared', () => {
    expect(COUNTRY_CODES).toHaveLength(249);
    expect(COUNTRY_CODES.filter((codes) => !/^[A-Z]{2} [A-Z]{3} \d{3}$/.test(codes.join(' ')))).toEqual([]);
    expect(new Set(COUNTRY_CODES.flat()).size).toBe(COUNTRY_CODES.length * 3);
  });

  it('should number them as everybody does', () => {
    const wrong = COUNTRY_CODES.filter(
      ([letters = '', , number = '']) => Intl.getCanonicalLocales(`und-${number}`)[0] !== `und-${letters}`,
    );
    expect(wrong).toEqual([]);
  });
});
