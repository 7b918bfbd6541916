import { isUuid, normaliseUuid } from './ids';

const V7 = '019a8f3e-7c21-7b10-9d35-0242ac120002';

describe(isUuid.name, () => {
  it.each([V7, V7.toUpperCase(), 'efb2a7d2-c01a-4e3f-b8a1-81b4568e9f32', '00000000-0000-0000-0000-000000000000'])(
    'should accept %s',
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each([
    '',
    'abc',
    `${V7}\n`,
    ` ${V7}`,
    `{${V7}}`,
    V7.replaceAll('-', ''),
    `${V7}0`,
    V7.replace('a', 'g'),
    "' OR 1=1",
  ])('should refuse %j', (text) => {
    expect(isUuid(text)).toBe(false);
  });
});

describe(normaliseUuid.name, () => {
  it.each([
    [V7, V7],
    [V7.toUpperCase(), V7],
    ['not-an-id', null],
  ])('should turn %j into %j', (text, id) => {
    expect(normaliseUuid(text)).toBe(id);
  });
});
