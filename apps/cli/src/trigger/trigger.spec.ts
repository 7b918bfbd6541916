import { Failed, NotReachable } from '../client/failures';
import { parameter, times } from '../commands/trigger';
import { eventOf, pick } from './known';
import { many } from './many';
import { clickIdIn, withParameters } from './public-calls';
import { Counts, tallyText } from './tally';

describe('pitlane trigger', () => {
  it.each([
    ['https://a.test/?click=abc&x=1', 'https://a.test/?click={gk_click_id}&x=1', 'abc'],
    ['https://a.test/?x=1&c=abc#f', 'https://a.test/?x=1&c={gk_click_id}#f', 'abc'],
    ['https://a.test/?c=pre-abc', 'https://a.test/?c=pre-{gk_click_id}', null],
    ['https://a.test/land', 'https://a.test/land', null],
    ['nonsense', 'https://a.test/?click={gk_click_id}', null],
  ])('should read the click id of %s by %s: %s', (location, link, id) => {
    expect(clickIdIn(location, { link })).toBe(id);
  });

  it('should add what is given to a URL, encoded', () => {
    const url = withParameters('http://h/api/v1/a/b/c/?signature=s', {
      gk_click_id: 'x',
      cnv_email: 'a+b@c',
      y: undefined,
    });
    expect(url).toBe('http://h/api/v1/a/b/c/?signature=s&gk_click_id=x&cnv_email=a%2Bb%40c');
  });

  const EVENTS = ['install', 'level_5'].map((eventId) => ({ id: '1', eventId, name: eventId }));
  it.each<[typeof EVENTS, string | undefined, string | undefined]>([
    [[], undefined, undefined],
    [EVENTS, 'install', 'install'],
  ])('should take of events %j %j', (events, wanted, id) => {
    expect(eventOf({ name: 'Game', events }, wanted)).toBe(id);
  });

  it.each<[typeof EVENTS, string | undefined, string]>([
    [[], 'install', 'Game has no events: leave --event out.'],
    [EVENTS, undefined, 'Game has several events: say which by --event. There is “install”, “level_5”.'],
    [EVENTS, 'instal', 'Game has no event “instal”. Did you mean “install”?'],
  ])('should refuse of events %j %j: %s', (events, wanted, message) => {
    expect(() => eventOf({ name: 'Game', events }, wanted)).toThrow(new Failed(message));
  });

  const named = (id: string, name: string): { id: string; name: string } => ({ id, name });
  it.each([
    [[], null],
    [[named('1', 'Card Plus')], '1'],
    [[named('1', 'Card Plus'), named('2', 'card')], '2'],
  ])('should pick of %j by “Card”: %s', (items, id) => {
    expect(pick(items, 'Card', 'offer')?.id ?? null).toBe(id);
  });

  it('should pick none of several, and name them', () => {
    expect(() => pick([named('1', 'Card A'), named('2', 'Card B')], 'card', 'offer')).toThrow(
      /by its id:\n {2}1 {2}Card A\n/,
    );
  });

  it.each([
    ['a=b', { a: 'b' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', { a: '' }],
  ])('should read the parameter %s', (text, read) => {
    expect(parameter(text, { z: '1' })).toEqual({ z: '1', ...read });
  });

  it.each(['a', '=b', ''])('should refuse the parameter %j', (text) => {
    expect(() => parameter(text, {})).toThrow('name=value');
  });

  it.each(['0', '-1', '1.5', 'many', '1000001', ''])('should refuse %j times', (text) => {
    expect(() => times(text)).toThrow('A number from 1');
  });

  it('should do the work that many times, never more than 16 at once, and tell how far it is', async () => {
    let [under, most] = [0, 0];
    const [done, told]: [number[], number[]] = [[], []];
    const work = async (index: number): Promise<void> => {
      most = Math.max(most, ++under);
      await Promise.resolve();
      under -= 1;
      done.push(index);
    };
    await many(50, work, (count) => told.push(count));
    expect([most, done.toSorted((a, b) => a - b), told.at(-1)]).toEqual([
      16,
      Array.from({ length: 50 }, (_, n) => n),
      50,
    ]);
  });

  it('should stop at the first error', async () => {
    let begun = 0;
    const failing = async (): Promise<void> => {
      begun += 1;
      await Promise.resolve();
      throw new NotReachable('gone');
    };
    await expect(many(1_000, failing)).rejects.toThrow('gone');
    expect(begun).toBe(16);
  });

  it('should count what came of many', () => {
    const counts = new Counts();
    for (const value of ['Success', 'Success', 'Pending']) counts.add({ kind: 'taken', value }, (taken) => taken);
    counts.add({ kind: 'refused', status: 410, message: 'Not active.' }, String);
    const tally = counts.tally(2_000);
    expect(tally).toEqual({
      ...{ times: 4, taken: 3, refused: 1, tookMs: 2_000, perSecond: 2 },
      results: { Success: 2, Pending: 1, '410 Not active.': 1 },
    });
    expect(tallyText(tally)).toBe('  2 × Success\n  1 × Pending\n  1 × 410 Not active.\n4 in 2.0 s, 2 a second');
  });
});
