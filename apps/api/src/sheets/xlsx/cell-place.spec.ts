import { columnOf } from './cell-place';

describe(columnOf.name, () => {
  it.each([
    ['A1', 0],
    ['Z9', 25],
    ['AA10', 26],
    ['AB12', 27],
    ['XFD1048576', 16_383],
    ['ZZZ1', 18_277],
  ])('should find %s in column %d', (name, column) => {
    expect(columnOf(name)).toBe(column);
  });

  it.each(['', '1', 'a1', 'AAAA1', 'A-1', 'R1C1', '$A$1'])('should find no column in %j', (name) => {
    expect(columnOf(name)).toBeNull();
  });
});
