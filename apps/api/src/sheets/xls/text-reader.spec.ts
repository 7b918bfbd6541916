import { UnreadableSheet } from '../sheet';
import { textOf, TextReader } from './text-reader';

const WIDE = 1;
const AIDS = 4;
const RICH = 8;

const head = (characters: number, flags: number): Buffer => Buffer.from([characters, 0, flags]);
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** What is found in a record and those that go on with it. */
function textsOf(count: number, ...records: Buffer[][]): string[] {
  const texts: string[] = [];
  const reader = new TextReader(count, (text) => texts.push(text));
  for (const pieces of records) reader.read(Buffer.concat(pieces), 0);
  expect(reader.isOpen).toBe(texts.length < count);
  return texts;
}

describe(TextReader.name, () => {
  it('should read narrow, wide and empty texts', () => {
    const pieces = [head(3, 0), Buffer.from('Zo\xeb', 'latin1'), head(2, WIDE), wide('Ωé'), head(0, 0), head(0, WIDE)];
    expect(textsOf(4, pieces)).toEqual(['Zoë', 'Ωé', '', '']);
  });

  it('should pass over runs and reading aids', () => {
    const rich = [head(1, RICH), Buffer.from([2, 0]), Buffer.from('a'), Buffer.alloc(8, 0xff)];
    const aided = [head(1, AIDS), Buffer.from([3, 0, 0, 0]), Buffer.from('b'), Buffer.alloc(3, 0xff)];
    const both = [head(1, RICH | AIDS), Buffer.from([1, 0, 2, 0, 0, 0]), Buffer.from('c'), Buffer.alloc(6, 0xff)];
    expect(textsOf(4, [...rich, ...aided, ...both, head(1, 0), Buffer.from('d')])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('should go on in the next record, which says anew how wide it is', () => {
    const first = [head(6, 0), Buffer.from('ab')];
    const second = [Buffer.from([WIDE]), wide('cΩ')];
    const third = [Buffer.from([0]), Buffer.from('ef'), head(1, 0), Buffer.from('g')];
    expect(textsOf(2, first, second, third)).toEqual(['abcΩef', 'g']);
  });

  it('should go on in the next record with what it passes over, and with the next text', () => {
    const first = [head(1, RICH), Buffer.from([1, 0]), Buffer.from('a'), Buffer.alloc(3, 0xff)];
    const second = [Buffer.alloc(1, 0xff)];
    expect(textsOf(2, first, second, [head(1, 0), Buffer.from('b')])).toEqual(['a', 'b']);
  });

  it('should read no more texts than there are', () => {
    expect(textsOf(1, [head(1, 0), Buffer.from('a'), head(1, 0), Buffer.from('b')])).toEqual(['a']);
  });

  it.each([
    ['before its flags', [Buffer.from([1, 0])]],
    ['before its runs', [head(1, RICH), Buffer.from([1])]],
  ])('should refuse a text that is cut off %s', (_, pieces) => {
    expect(() => textsOf(1, pieces)).toThrow(UnreadableSheet);
  });
});

describe(textOf.name, () => {
  it('should read one text from where it stands', () => {
    expect(textOf(Buffer.concat([Buffer.from([9, 9]), head(2, 0), Buffer.from('ab')]), 2)).toBe('ab');
  });

  it.each([
    ['nothing', []],
    ['less than it says', [head(3, 0), Buffer.from('ab')]],
  ])('should refuse %s', (_, pieces) => {
    expect(() => textOf(Buffer.concat(pieces), 0)).toThrow(UnreadableSheet);
  });
});
