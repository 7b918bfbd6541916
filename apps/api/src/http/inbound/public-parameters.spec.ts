import type { FastifyRequest } from 'fastify';
import { readParameters } from './public-parameters';

const call = (query: unknown, body?: unknown): FastifyRequest => ({ query, body }) as FastifyRequest;
const read = (query: unknown, body?: unknown): unknown => readParameters(call(query, body));
const values = (expected: Record<string, string>): object => ({ kind: 'read', values: expected });

describe(readParameters.name, () => {
  it('should read the query string, then what the body adds', () => {
    expect(read({ a: '1', b: '' }, { b: '2', c: '3' })).toEqual(values({ a: '1', b: '', c: '3' }));
    expect(read({ a: '1' })).toEqual(values({ a: '1' }));
    expect(read({}, 'plain text')).toEqual(values({}));
    expect(read({}, null)).toEqual(values({}));
  });

  it('should take the first of a parameter that is sent twice', () => {
    expect(read({ a: ['1', '2'] }, { a: '3', b: [4, 5] })).toEqual(values({ a: '1', b: '4' }));
  });

  it('should read the plain values of a JSON body as text', () => {
    expect(read({}, { a: 9.99, b: true, c: null, d: undefined, e: [] })).toEqual(values({ a: '9.99', b: 'true' }));
    expect(read({}, [])).toEqual(values({}));
  });

  it('should let names of built-in members through like any other', () => {
    const query = JSON.parse('{"constructor":"1","toString":"2","hasOwnProperty":"3"}') as unknown;
    expect(read(query)).toEqual(values({ constructor: '1', toString: '2', hasOwnProperty: '3' }));
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  it('should take 2,048 characters and no more (K§9)', () => {
    expect(read({ a: 'x'.repeat(2_048) })).toEqual(values({ a: 'x'.repeat(2_048) }));
    expect(read({ ok: '1', a: 'x'.repeat(2_049) })).toEqual({
      kind: 'refused',
      code: 'parameter_too_long',
      parameter: 'a',
    });
  });

  it('should take 200 parameters and no more, of address and body together (K§9)', () => {
    const many = (from: number, to: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: to - from }, (_, n) => [`p${String(from + n)}`, '1']));
    expect(read(many(0, 150), many(150, 200))).toEqual(values(many(0, 200)));
    expect(read(many(0, 150), many(100, 201))).toEqual({
      kind: 'refused',
      code: 'parameters_too_many',
      parameter: 'p200',
    });
  });

  it.each([
    ['NUL', { a: 'x\0y' }, 'a'],
    ['a lone surrogate', { a: '\uD800' }, 'a'],
    ['a lone surrogate in a name', { '\uDC00': '1' }, '\uDC00'],
    ['an object', { a: { b: 1 } }, 'a'],
    ['an object in a list', { a: [{ b: 1 }] }, 'a'],
  ])('should refuse %s (K§9)', (_, body, parameter) => {
    expect(read({}, body)).toEqual({ kind: 'refused', code: 'parameter_invalid', parameter });
  });

  it('should take whole surrogate pairs', () => {
    expect(read({ a: '😀' })).toEqual(values({ a: '😀' }));
  });
});
