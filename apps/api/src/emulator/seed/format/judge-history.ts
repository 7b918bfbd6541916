import type { Book } from './book';
import { eventProblems } from './event-problems';
import { dangling, type Entry } from './keyed';
import type { Path, SeedProblem } from './place';
import type { SeedConversion } from './seed';

/** What is wrong with clicks and conversions besides their shape. */
export function judgeHistory(book: Book): SeedProblem[] {
  return [
    ...book.clicks.entries.flatMap(({ value, path }) => [
      ...dangling(book.offers, value.offer, { path: [...path, 'offer'], what: 'offer' }),
      ...dangling(book.partners, value.partner, { path: [...path, 'partner'], what: 'partner' }),
    ]),
    ...book.conversions.entries.flatMap((entry) => judgeConversion(book, entry)),
    ...completedTwice(book),
  ];
}

function judgeConversion(book: Book, { value, path }: Entry<SeedConversion>): SeedProblem[] {
  const unknown = dangling(book.clicks, value.click, { path: [...path, 'click'], what: 'click' });
  const click = book.clicks.byKey.get(value.click);
  const offer = click === null || click === undefined ? null : book.offers.byKey.get(click.offer);
  return [
    ...unknown,
    ...eventProblems(offer, value.event, [...path, 'event']),
    ...dangling(book.conversions, value.repeatOf, { path: [...path, 'repeatOf'], what: 'conversion' }),
    ...statusProblems(value, path),
  ];
}

function statusProblems({ status = 'Success', reason, maturesAt }: SeedConversion, path: Path): SeedProblem[] {
  return [
    ...(status === 'Success' && typeof reason === 'string'
      ? [{ path: [...path, 'reason'], message: 'must be left out: a conversion that is Success has none' }]
      : []),
    ...(status !== 'Pending' && typeof maturesAt === 'string'
      ? [{ path: [...path, 'maturesAt'], message: `must be left out: a conversion that is ${status} does not mature` }]
      : []),
  ];
}

/** Of what is not Rejected and repeats nothing, a member has one for each step of an offer. K§3.2. */
function completedTwice({ clicks, conversions }: Book): SeedProblem[] {
  const seen = new Set<string>();
  return conversions.entries.flatMap(({ value, path }) => {
    const click = clicks.byKey.get(value.click);
    const isRepeat = typeof value.repeatOf === 'string';
    if (click === null || click === undefined || value.status === 'Rejected' || isRepeat) return [];
    const step = JSON.stringify([click.offer, value.event ?? null, click.member]);
    if (!seen.has(step)) {
      seen.add(step);
      return [];
    }
    return [{ path, message: 'completes what an entry before it has completed: say which one with repeatOf' }];
  });
}
