import fc from 'fast-check';
import { compileMacros, compileTemplate, encodeMacroValue, macrosIn, renderTemplate } from './macros';

const TEMPLATE = 'https://user.example:8443/a/{path}/b/{more}?x={first}&y={second}&z={missing}&u={unknown}#{last}';
const NAMES = ['path', 'more', 'first', 'second', 'last'] as const;
const NASTY = [
  '',
  '.',
  '..',
  '%2e',
  '%2E%2e',
  '/',
  '\\',
  '?a=1',
  '&a=1',
  '#f',
  '{second}',
  '{unknown}',
  '\r\nX: y',
  ' ',
  '\0',
  '\uD800',
  '😀',
  '@evil.example/',
  "!'()*",
  '+',
  ';',
  '%',
  '%00',
];
/** Any code units, lone surrogates and controls among them. */
const text = fc.string({ unit: fc.oneof(fc.nat(0x7f), fc.nat(0xffff)).map((code) => String.fromCharCode(code)) });
const value = fc.oneof(text, fc.string(), fc.constantFrom(...NASTY));
const values = fc.record(Object.fromEntries(NAMES.map((name) => [name, fc.option(value)])));

const segments = (url: string): number => new URL(url).pathname.split('/').length;

describe(macrosIn.name, () => {
  it.each([
    ['', []],
    ['no macro, {} and { spaced }', []],
    ['{a}{b}{a}', ['a', 'b']],
    ['{{a}}', ['a']],
    ['{a{b}', ['b']],
    ['{pub_sub_1}-{goal.name}-{x-y}', ['pub_sub_1', 'goal.name', 'x-y']],
  ])('should find in %j: %j', (template, names) => {
    expect(macrosIn(template)).toEqual(names);
  });
});

describe(encodeMacroValue.name, () => {
  it.each([
    ['', ''],
    ['AZaz09-._~', 'AZaz09-._~'],
    ["!'()*", '%21%27%28%29%2A'],
    ['a b+c', 'a%20b%2Bc'],
    ['&=?#/\\:@', '%26%3D%3F%23%2F%5C%3A%40'],
    ['{x}', '%7Bx%7D'],
    ['ü😀', '%C3%BC%F0%9F%98%80'],
    ['a\uD800b\uDC00', 'a%EF%BF%BDb%EF%BF%BD'],
    ['\r\n\0', '%0D%0A%00'],
  ])('should encode %j as %s', (text, encoded) => {
    expect(encodeMacroValue(text)).toBe(encoded);
  });

  it('should encode as RFC 3986 says and decode to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(encodeMacroValue(text)).toMatch(/^(?:[\w.~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encodeMacroValue(text))).toBe(text);
      }),
    );
  });
});

describe(renderTemplate.name, () => {
  it.each([
    ['https://x/?a={a}', { a: 'b c' }, 'https://x/?a=b%20c'],
    ['https://x/?a={a}&b={a}', { a: '1' }, 'https://x/?a=1&b=1'],
    ['https://x/?a={a}', { a: null }, 'https://x/?a='],
    ['https://x/?a={a}', {}, 'https://x/?a={a}'],
    ['https://x/?a={goal.name}&b={goal-id}', { 'goal.name': '1', 'goal-id': '2' }, 'https://x/?a=1&b=2'],
    ['https://x/?a={toString}{__proto__}', {}, 'https://x/?a={toString}{__proto__}'],
    ['https://x/?a={a}{b}', { a: '{b}', b: '{a}' }, 'https://x/?a=%7Bb%7D%7Ba%7D'],
    ['https://x/{a}/y', { a: '..' }, 'https://x/%252E%252E/y'],
    ['https://x/%2e{a}/y', { a: '.' }, 'https://x/%252E%252E/y'],
    ['https://x/{a}.{b}/y', { a: null, b: null }, 'https://x/%252E/y'],
    ['https://x/../{a}.js?v={b}', { a: '..', b: '..' }, 'https://x/../...js?v=..'],
    ['{a}', { a: '$&$1' }, '%24%26%241'],
  ])('should render %s with %j as %s', (template, some, rendered) => {
    expect(renderTemplate(template, some)).toBe(rendered);
  });

  it('should write the text for null where one is given', () => {
    expect(renderTemplate('https://x/{a}?b={a}&c={c}', { a: null }, 'null')).toBe('https://x/null?b=null&c={c}');
  });

  it('should let no value change anything but its own place', () => {
    const shape = new URL(renderTemplate(TEMPLATE, Object.fromEntries(NAMES.map((name) => [name, 'v']))));
    fc.assert(
      fc.property(values, fc.constantFrom('', 'null'), (some, nullText) => {
        const rendered = renderTemplate(TEMPLATE, { ...some, missing: null }, nullText);
        const url = new URL(rendered);
        expect(rendered).toMatch(/^[\x21-\x7E]*$/);
        expect([url.protocol, url.host, url.username, url.password]).toEqual([shape.protocol, shape.host, '', '']);
        expect([...url.searchParams.keys()]).toEqual(['x', 'y', 'z', 'u']);
        expect(segments(rendered)).toBe(segments(shape.href));
        expect(rendered.split('#')).toHaveLength(2);
        expect([url.searchParams.get('z'), url.searchParams.get('u')]).toEqual([nullText, '{unknown}']);
      }),
      { numRuns: 500 },
    );
  });

  it('should deliver each value of the query as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, second) => {
        const url = new URL(renderTemplate('https://x/?x={first}&y={second}', { first, second }));
        expect([url.searchParams.get('x'), url.searchParams.get('y')]).toEqual([first, second]);
      }),
    );
  });
});

describe(compileTemplate.name, () => {
  it('should render as renderTemplate does, as often as one likes', () => {
    const render = compileTemplate(TEMPLATE);
    fc.assert(
      fc.property(values, (some) => {
        expect(render(some)).toBe(renderTemplate(TEMPLATE, some));
      }),
    );
  });
});

describe(compileMacros.name, () => {
  it('should ask the reader for each macro', () => {
    const read = (name: string, source: number): string | null | undefined =>
      name === 'n' ? String(source) : name === 'none' ? null : undefined;
    expect(compileMacros('https://x/{n}?a={n}&b={none}&c={other}', read)(7)).toBe('https://x/7?a=7&b=&c={other}');
  });
});
