import { httpUrlProblem, toAsciiUrl } from './http-url';

const TEMPLATE = { maxLength: 60, allowsMacros: true };
const PLAIN = { maxLength: 60, allowsMacros: false };

describe(httpUrlProblem.name, () => {
  it.each([
    'http://x',
    'https://example.com/',
    'HTTPS://Example.com:8443/a/b?c=d#e',
    'http://127.0.0.1:3000/callback',
    'http://[::1]:3000/',
    'https://bücher.example/ü?x=ü',
    'https://example.com/{a}?b={b}&c=\\#{c}',
    `https://example.com/${'x'.repeat(40)}`,
  ])('should accept %s', (url) => {
    expect(httpUrlProblem(url, TEMPLATE)).toBeNull();
  });

  it.each([
    ['', 'does not start'],
    ['example.com', 'does not start'],
    ['//example.com', 'does not start'],
    ['ftp://example.com', 'does not start'],
    ['javascript:alert(1)', 'does not start'],
    ['https:example.com', 'does not start'],
    ['https:\\\\example.com', 'does not start'],
    ['https:///path', 'does not start'],
    [`https://example.com/${'x'.repeat(41)}`, 'longer than 60 characters'],
    [' https://example.com', 'space'],
    ['https://example.com/a b', 'space'],
    ['https://example.com/\u00A0', 'space'],
    ['https://example.com/\r\nX: y', 'line break'],
    ['https://example.com/\0', 'control'],
    ['https://example.com/\uD800', 'control'],
    ['https://user:pass@example.com/', 'credentials'],
    ['https://good.example\\@evil.example/', 'credentials'],
    ['https://good.example\\evil/', 'backslash'],
    ['https://example.com/a\\b', 'backslash'],
    ['https://example.com:99999/', 'not valid'],
    ['https://exa<mple.com/', 'not valid'],
    ['https://{host}/', 'Macros'],
    ['https://example.com:{port}/', 'Macros'],
    ['https://{user}@example.com/', 'Macros'],
    ['{scheme}://example.com/', 'does not start'],
  ])('should refuse %j: %s', (url, words) => {
    expect(httpUrlProblem(url, TEMPLATE)).toContain(words);
  });

  it('should leave braces alone where there are no macros', () => {
    expect(httpUrlProblem('https://example.com/{a}', PLAIN)).toBeNull();
  });

  it('should write a long limit with a comma', () => {
    expect(httpUrlProblem(`https://${'x'.repeat(2_000)}`, { maxLength: 2_000, allowsMacros: false })).toContain(
      '2,000',
    );
  });
});

describe(toAsciiUrl.name, () => {
  it.each([
    ['https://example.com/{a}?b=%20|"', 'https://example.com/{a}?b=%20|"'],
    ['https://example.com/ü/{a}?b=😀#ß', 'https://example.com/%C3%BC/{a}?b=%F0%9F%98%80#%C3%9F'],
    ['https://bücher.example:8443/{a}', 'https://xn--bcher-kva.example:8443/{a}'],
  ])('should write %s as %s', (url, ascii) => {
    expect(toAsciiUrl(url)).toBe(ascii);
  });
});
