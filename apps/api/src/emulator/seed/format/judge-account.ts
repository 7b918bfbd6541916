import { callbackUrlProblem, secretHeaderProblem } from '@app/domain';
import { readScript } from '../../receivers/script';
import { Problem } from '../../../http/problem';
import { doublesOf, openBook, type Book } from './book';
import { isObject } from './check-shape';
import { judgeHistory } from './judge-history';
import { judgeAdvertisers, judgeOffers } from './judge-offers';
import { judgePartners } from './judge-partners';
import { conforms } from './keyed';
import type { Path, SeedProblem } from './place';
import { retryProblems } from './retry-of-seed';
import type { SeedCallback } from './seed';
import * as shapes from './seed-shapes';
import { urlProblems } from './url-problems';

/** What is wrong with an account of a seed besides its shape. Judges what it can of one whose shape is wrong in places. */
export function judgeAccount(account: Readonly<Record<string, unknown>>, path: Path): SeedProblem[] {
  const book = openBook(account, path);
  return [
    ...doublesOf(book),
    ...judgeClock(account['clock'], [...path, 'clock']),
    ...judgeCallback(book, account['callback'], [...path, 'callback']),
    ...judgeAdvertisers(book),
    ...judgeOffers(book),
    ...judgePartners(book),
    ...judgeReceivers(book),
    ...judgeHistory(book),
    ...sameIds(account, path),
  ];
}

function judgeClock(clock: unknown, path: Path): SeedProblem[] {
  if (!conforms(shapes.clock, clock)) return [];
  if (clock.freezeAt === undefined || clock.startAt === undefined) return [];
  return [{ path: [...path, 'startAt'], message: 'stands beside freezeAt: a clock stands still or runs' }];
}

function judgeCallback(book: Book, callback: unknown, path: Path): SeedProblem[] {
  if (!conforms(shapes.callback, callback)) return [];
  return [
    ...urlProblems(book, callback.url, { path: [...path, 'url'], problemOf: callbackUrlProblem }),
    ...secretProblems(callback, path),
    ...retryProblems(callback.retry, [...path, 'retry']),
  ];
}

function secretProblems({ secretHeader, secretValue }: SeedCallback, path: Path): SeedProblem[] {
  if (secretHeader === undefined && secretValue === undefined) return [];
  if (secretHeader === undefined || secretValue === undefined) {
    const missing = secretHeader === undefined ? 'secretHeader' : 'secretValue';
    return [{ path: [...path, missing], message: 'is needed: a secret header is set with its name and its value' }];
  }
  const problem = secretHeaderProblem(secretHeader, secretValue);
  return problem === null ? [] : [{ path: [...path, problem.field], message: `: ${problem.message}` }];
}

/** By the rules of `PUT /admin/v1/emulator/receivers/{name}`. */
function judgeReceivers({ receivers }: Book): SeedProblem[] {
  return receivers.entries.flatMap(({ value, path }) => {
    try {
      readScript(value.script);
      return [];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.errors.map(({ field, message }) => ({ path: [...path, ...pathOf(field)], message }));
    }
  });
}

/** `script.0.status`, as the receivers' rules name fields. */
function pathOf(field: string): Path {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Ids that are given are looked at wherever they stand. */
function sameIds(account: Readonly<Record<string, unknown>>, path: Path): SeedProblem[] {
  const seen = new Map<string, string>();
  return idsIn(account, path).flatMap(({ id, at }) => {
    const owner = seen.get(id);
    if (owner === undefined) seen.set(id, at.slice(0, -1).join('.'));
    return owner === undefined ? [] : [{ path: at, message: `is the id of ${owner} too` }];
  });
}

/** In receivers' scripts, and in parameters, an `id` is anybody's. */
const OPAQUE = ['script', 'parameters'];

function idsIn(value: unknown, path: Path): { id: string; at: Path }[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => idsIn(entry, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (OPAQUE.includes(name)) return [];
    if (name === 'id' && typeof member === 'string') return [{ id: member.toLowerCase(), at: [...path, name] }];
    return idsIn(member, [...path, name]);
  });
}
