import { cursorText, endOf, floorId, readCursor, type Cursor } from './cursor';

const SINCE = { snapshot: '700:712:700,705', floorMs: 1_795_300_000_000 };
const UNTIL = { snapshot: '720:720:', floorMs: 1_795_300_000_250 };
const AFTER = { transaction: '705', rank: 3, id: '0197d0a5-0000-7000-8000-00000000000a' };
const MOMENT = 'mwqz9log.700:712:700,705';

describe(readCursor.name, () => {
  it.each<[string, Cursor]>([
    ['between two moments', { since: SINCE, page: null }],
    ['within what came between them', { since: SINCE, page: { until: UNTIL, after: AFTER } }],
  ])('should read what cursorText wrote: %s', (_, cursor) => {
    expect(readCursor(cursorText(cursor))).toEqual(cursor);
  });

  it.each([
    ['', 'nothing'],
    ['0197d0a5-0000-7000-8000-00000000000a', 'an id of a row'],
    ['mwqz9log.712:700:', 'a snapshot that ends before it begins'],
    ['mwqz9log.700:712:699', 'a transaction from before it'],
    ['mwqz9log.700:712:712', 'a transaction from after it'],
    ['mwqz9log.700:712:705,704', 'transactions out of order'],
    ['mwqz9log.0:712:', 'a transaction that there can’t be'],
    ['mwqz9log.1:9999999999999999999:', 'a number that is too large'],
    ['zzzzzzzzzz.700:712:', 'a time that is no time'],
    [`${MOMENT}_${MOMENT}_705.3.x`, 'a place that is no row'],
    [`${MOMENT}_${MOMENT}`, 'half of it'],
    [`mwqz9log.700:712:${'700,'.repeat(2_000)}700`, 'more than anybody sends'],
  ])('should read nothing of %s: %s', (text) => {
    expect(readCursor(text)).toBeNull();
  });
});

describe(endOf.name, () => {
  it('should be the first transaction that a moment knows nothing of', () => {
    expect(endOf(SINCE)).toBe(712n);
  });
});

describe(floorId.name, () => {
  it('should be below every id of that millisecond', () => {
    expect(floorId(SINCE)).toBe(`01a200380100${'0'.repeat(20)}`);
  });
});
