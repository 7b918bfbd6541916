import { Problem } from '../../http/problem';
import { delayOf, readScript } from './script';

function fieldsOf(script: unknown[]): string[] {
  try {
    readScript(script);
    return [];
  } catch (error) {
    return error instanceof Problem ? error.errors.map(({ field }) => field) : [String(error)];
  }
}

describe(readScript.name, () => {
  it('should read every kind of step as it was written', () => {
    const script = [
      { status: 503 },
      { status: 200, delay: '2s', headers: { 'X-A': 'b' }, body: 'text' },
      { status: 599, delay: 0, body: { ok: true } },
      { fault: 'timeout' },
      { fault: 'reset' },
      { fault: 'garbage' },
      { status: 200, body: 'a long text', drip: { bytes: 3, every: '20ms' } },
      { redirect: 'https://elsewhere.example/x?y' },
      { redirect: 'https://elsewhere.example/', status: 308 },
    ];
    expect(readScript(script)).toEqual(script);
  });

  it.each([
    [
      [{ status: 200 }, 5],
      ['script.1', 'script.1.status'],
    ],
    [[{}], ['script.0.status']],
    [[{ status: '200' }], ['script.0.status']],
    [
      [{ status: 199 }, { status: 600 }, { status: 200.5 }],
      ['script.0.status', 'script.1.status', 'script.2.status'],
    ],
    [[{ status: 200, delay: '11m' }], ['script.0.delay']],
    [[{ status: 200, delay: -1 }], ['script.0.delay']],
    [[{ status: 200, delay: null }], ['script.0.delay']],
    [[{ status: 200, headers: [] }], ['script.0.headers']],
    [[{ status: 200, headers: { 'a b': 'x' } }], ['script.0.headers.a b']],
    [[{ status: 200, headers: { a: 'x\r\nSet-Cookie: y' } }], ['script.0.headers.a']],
    [[{ status: 200, headers: { 'Transfer-Encoding': 'chunked' } }], ['script.0.headers.Transfer-Encoding']],
    [[{ status: 200, headers: { a: 5 } }], ['script.0.headers.a']],
    [[{ status: 200, sleep: 1 }], ['script.0.sleep']],
    [[{ fault: 'lightning' }], ['script.0.fault']],
    [[{ fault: 'reset', status: 200 }], ['script.0.status']],
    [[{ redirect: '/elsewhere' }], ['script.0.redirect']],
    [[{ redirect: 'https://a.example/\r\nX: y' }], ['script.0.redirect']],
    [[{ redirect: 'https://a.example/', status: 200 }], ['script.0.status']],
    [[{ redirect: 'https://a.example/', body: 'x' }], ['script.0.body']],
    [[{ status: 200, drip: { bytes: 1, every: '1s' } }], ['script.0.drip']],
    [[{ status: 200, body: 'x', drip: { bytes: 0, every: '1s' } }], ['script.0.drip.bytes']],
    [[{ status: 200, body: 'x', drip: { bytes: 1 } }], ['script.0.drip.every']],
    [[{ status: 200, body: 'x', drip: { bytes: 1, every: '1s', for: 1 } }], ['script.0.drip.for']],
    [[{ status: 200, body: 'x'.repeat(601), drip: { bytes: 1, every: '1s' } }], ['script.0.drip']],
  ])('should refuse %j and name the fields', (script, fields) => {
    expect(fieldsOf(script)).toEqual(fields);
  });
});

describe(delayOf.name, () => {
  it.each([
    [{ status: 200 }, 0],
    [{ status: 200, delay: 250 }, 250],
    [{ status: 200, delay: '2s' }, 2_000],
  ])('should answer for %j: %d ms', (step, ms) => {
    expect(delayOf(step)).toBe(ms);
  });
});
