import { unescaped } from './escaped-text';

describe(unescaped.name, () => {
  it.each([
    ['a_x0041_b', 'aAb'],
    ['_x000D_\n', '\r\n'],
    ['_x005F_x0041_', '_x0041_'],
    ['_x41_', '_x41_'],
    ['_x0000_', '\uFFFD'],
    ['_xD83D__xDE00_', '😀'],
    ['_xD83D_', '\uFFFD'],
    ['Zoë', 'Zoë'],
  ])('should read %j as %j', (written, text) => {
    expect(unescaped(written)).toBe(text);
  });
});
