import type { Book } from './book';
import { dangling } from './keyed';
import type { Path, SeedProblem } from './place';
import { expandReceiver, isReceiverUrl, receiverNamed } from './receiver-url';

/** Stands for whatever server the seed is loaded on. */
const SOME_SERVER = { publicUrl: 'http://localhost:8080', slug: null };

/** A URL of a seed, which may name a receiver of the file. `problemOf`: the rule for the URL that it becomes. */
export function urlProblems(
  book: Book,
  url: string | null | undefined,
  { path, problemOf }: { path: Path; problemOf: (url: string) => string | null },
): SeedProblem[] {
  if (url === undefined || url === null) return [];
  if (isReceiverUrl(url)) {
    const name = receiverNamed(url);
    if (name === null) return [{ path, message: 'must name a receiver, such as receiver://callbacks' }];
    const unknown = dangling(book.receivers, name, { path, what: 'receiver' });
    if (unknown.length > 0) return unknown;
  }
  const problem = problemOf(expandReceiver(url, SOME_SERVER));
  return problem === null ? [] : [{ path, message: `: ${problem}` }];
}
