import { secretHeaderProblem } from '@app/domain';
import type { SecretBox } from '@app/runtime';
import { Problem } from '../../http/problem';

/** The secret header as its row keeps it. */
export interface SecretColumns {
  secretHeader: string | null;
  secretValueSealed: string | null;
}

export interface GivenSecret {
  secretHeader?: string | null | undefined;
  secretValue?: string | null | undefined;
}

/** What becomes of the secret: set anew with both fields, removed with `null`, else kept. Throws a problem that names the field. */
export function nextSecret(
  given: GivenSecret,
  present: SecretColumns,
  seal: (value: string) => ReturnType<SecretBox['seal']>,
): SecretColumns {
  const { secretHeader, secretValue } = given;
  if (secretHeader === undefined && secretValue === undefined) return present;
  if (typeof secretHeader === 'string' && typeof secretValue === 'string') {
    const problem = secretHeaderProblem(secretHeader, secretValue);
    if (problem !== null) throw Problem.field(problem.field, problem.message);
    return { secretHeader, secretValueSealed: seal(secretValue) };
  }
  if (typeof secretHeader === 'string') {
    throw Problem.field('secretValue', 'A secret header is set with its name and its value.');
  }
  if (typeof secretValue === 'string') {
    throw Problem.field('secretHeader', 'A secret header is set with its name and its value.');
  }
  return { secretHeader: null, secretValueSealed: null };
}
