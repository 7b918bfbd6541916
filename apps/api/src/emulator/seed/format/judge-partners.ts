import { postbackUrlProblem } from '@app/domain';
import type { Book } from './book';
import { eventProblems } from './event-problems';
import { dangling } from './keyed';
import type { Path, SeedProblem } from './place';
import { retryProblems } from './retry-of-seed';
import type { SeedLink, SeedPostback } from './seed';
import { urlProblems } from './url-problems';

/** What is wrong with partners besides their shape: where links and postbacks lead. K§5.2. */
export function judgePartners(book: Book): SeedProblem[] {
  return book.partners.entries.flatMap(({ value, path }) => [
    ...linkProblems(book, value.links ?? [], [...path, 'links']),
    ...(value.postbacks ?? []).flatMap((postback, index) =>
      judgePostback(book, postback, [...path, 'postbacks', index]),
    ),
  ]);
}

function linkProblems(book: Book, links: readonly SeedLink[], path: Path): SeedProblem[] {
  const keys = links.map(({ offer }) => offer);
  return keys.flatMap((key, index) => {
    const at = { path: [...path, index, 'offer'], what: 'offer' };
    if (keys.indexOf(key) !== index) {
      return [{ path: at.path, message: 'has a link of this partner before it already' }];
    }
    return dangling(book.offers, key, at);
  });
}

function judgePostback(book: Book, postback: SeedPostback, path: Path): SeedProblem[] {
  return [
    ...dangling(book.offers, postback.offer, { path: [...path, 'offer'], what: 'offer' }),
    ...targetProblems(book, postback, path),
    ...urlProblems(book, postback.url, { path: [...path, 'url'], problemOf: postbackUrlProblem }),
    ...retryProblems(postback.retry, [...path, 'retry']),
  ];
}

function targetProblems(book: Book, { scope, offer, event }: SeedPostback, path: Path): SeedProblem[] {
  if (scope === 'global') {
    if (typeof event !== 'string') return [];
    return [{ path: [...path, 'event'], message: 'is for scope event: a global postback fires on every event' }];
  }
  if (typeof offer !== 'string') {
    return [{ path: [...path, 'offer'], message: 'is needed: an event-level postback is for an offer' }];
  }
  return eventProblems(book.offers.byKey.get(offer), event, [...path, 'event']);
}
