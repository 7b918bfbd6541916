import { secretHeaderProblem } from './secret-header';

describe(secretHeaderProblem.name, () => {
  it.each([
    ['X-Api-Token', 's3cret'],
    ['Authorization', 'Bearer abc.def'],
    ["!#$%&'*+-.^_`|~09azAZ", 'x'],
    ['x'.repeat(100), 'y'.repeat(1_000)],
    ['X-Webhook-Secret', 'grüße'],
    ['X-Webhook-Secret', 'a\tb'],
  ])('should accept %s: %s', (name, value) => {
    expect(secretHeaderProblem(name, value)).toBeNull();
  });

  it.each(['', 'X Api', 'X-Api:', 'X-Api\r\n', 'X-Äpi', 'X-Api\0', '(x)', 'x'.repeat(101)])(
    'should refuse the name %j',
    (name) => {
      expect(secretHeaderProblem(name, 'x')).toMatchObject({ field: 'secretHeader' });
    },
  );

  it.each(['Host', 'content-length', 'CONTENT-TYPE', 'Transfer-Encoding', 'Connection', 'TE', 'Upgrade', '__proto__'])(
    'should keep %s to the sender',
    (name) => {
      expect(secretHeaderProblem(name, 'x')?.message).toContain('set by the sender');
    },
  );

  it.each(['', ' ', 'a\r\nX: y', 'a\nb', 'a\0b', 'a\x7F', ' a', 'a ', 'a\u0085b', '€', '\uD800', 'y'.repeat(1_001)])(
    'should refuse the value %j',
    (value) => {
      expect(secretHeaderProblem('X-Api-Token', value)).toMatchObject({ field: 'secretValue' });
    },
  );
});
