import { delimiterOf } from './delimiter';

describe(delimiterOf.name, () => {
  it.each([
    ['a,b,c\n1;2;3;4;5', ','],
    ['a;b;c\n1,5;2,5;3,5', ';'],
    ['a\tb\tc\r\n', '\t'],
    ['\n \r\na;b', ';'],
    ['"a,b,c,d";e;f', ';'],
    ['"a;""b;;;";c', ';'],
    ['"a,b\nc,d";e', ';'],
    ['a,b;c', ','],
    ['alone', ','],
    ['', ','],
  ])('should be found for %j: %j', (beginning, delimiter) => {
    expect(delimiterOf(beginning)).toBe(delimiter);
  });
});
