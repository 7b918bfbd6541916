import { checkShape, isObject } from './check-shape';
import { judgeAccount } from './judge-account';
import { conforms } from './keyed';
import type { SeedProblem } from './place';
import type { SeedAccount } from './seed';
import { oneAccount, severalAccounts } from './seed-shapes';

export type SeedReading = { kind: 'read'; accounts: SeedAccount[] } | { kind: 'wrong'; problems: SeedProblem[] };

/** Reads a seed, or says everything that is wrong with it, in the order of the file as far as that is known. */
export function readSeed(value: unknown): SeedReading {
  const isSeveral = isObject(value) && Object.hasOwn(value, 'accounts');
  const problems = [
    ...checkShape(isSeveral ? severalAccounts : oneAccount, value, []),
    ...(isSeveral ? judgeAccounts(value['accounts']) : judgeOne(value)),
  ];
  if (problems.length > 0) return { kind: 'wrong', problems };
  if (conforms(severalAccounts, value)) return { kind: 'read', accounts: value.accounts };
  if (conforms(oneAccount, value)) return { kind: 'read', accounts: [value] };
  throw new Error('A seed without problems has a shape.');
}

function judgeOne(account: unknown): SeedProblem[] {
  return isObject(account) ? judgeAccount(account, []) : [];
}

function judgeAccounts(accounts: unknown): SeedProblem[] {
  const list: readonly unknown[] = Array.isArray(accounts) ? accounts : [];
  const slugs = list.map((account) => (isObject(account) ? account['slug'] : undefined));
  return list.flatMap((account, index) => [
    ...(isObject(account) ? judgeAccount(account, ['accounts', index]) : []),
    ...(slugs[index] !== undefined && slugs.indexOf(slugs[index]) !== index
      ? [{ path: ['accounts', index, 'slug'], message: 'is the slug of an account before it too' }]
      : []),
  ]);
}
