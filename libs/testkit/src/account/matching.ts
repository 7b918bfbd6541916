/** Whether a value has all that a pattern names: members of objects, items of lists in order, text by a regular expression. */
export function matches(pattern: unknown, value: unknown): boolean {
  if (pattern instanceof RegExp) return typeof value === 'string' && pattern.test(value);
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(value);
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) && pattern.length === value.length && pattern.every((item, n) => matches(item, value[n]))
    );
  }
  if (isRecord(pattern)) {
    return isRecord(value) && Object.entries(pattern).every(([name, part]) => matches(part, value[name]));
  }
  return Object.is(pattern, value);
}

/** `expect.any(String)` and the like, of any test runner. */
function isAsymmetric(pattern: unknown): pattern is { asymmetricMatch(value: unknown): boolean } {
  return isRecord(pattern) && typeof pattern['asymmetricMatch'] === 'function';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
