import { requestIds } from './request-ids';

describe(requestIds.name, () => {
  const idOf = requestIds();

  it.each(['a', '4bf92f35-77b3', '~!{}', 'x'.repeat(128)])('should take the id that the caller gave: %s', (given) => {
    expect(idOf({ headers: { 'x-request-id': given } })).toBe(given);
  });

  it.each(['', 'a b', 'a\tb', 'a\r\nset-cookie: b', 'é', 'x'.repeat(129), undefined, ['a', 'b']])(
    'should make one instead of %j',
    (given) => {
      expect(idOf({ headers: { 'x-request-id': given } })).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
    },
  );

  it('should make another one for each request, and for each process', () => {
    const ids = [idOf({ headers: {} }), idOf({ headers: {} }), requestIds()({ headers: {} })];
    expect(new Set(ids).size).toBe(3);
  });
});
