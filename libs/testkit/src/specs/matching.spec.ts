import { matches } from '../account/matching';

describe(matches.name, () => {
  it.each<[unknown, unknown]>([
    [{}, { a: 1 }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
    [{ body: /gk_click/ }, { body: '?gk_click_id=1' }],
    [
      [503, 200],
      [503, 200],
    ],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }] }],
    [{ id: expect.any(String) as unknown }, { id: 'x' }],
    [null, null],
    [Number.NaN, Number.NaN],
  ])('should find all of %j in %j', (pattern, value) => {
    expect(matches(pattern, value)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    [{ a: 1 }, {}],
    [{ a: undefined }, null],
    [{ a: { b: 1 } }, { a: 1 }],
    [/x/, 5],
    [[503], [503, 200]],
    [[503], { 0: 503, length: 1 }],
    [{ id: expect.any(String) as unknown }, { id: 5 }],
    ['1', 1],
    [{}, 'text'],
  ])('should miss something of %j in %j', (pattern, value) => {
    expect(matches(pattern, value)).toBe(false);
  });
});
