/** What one look came to. `skipped`: it could not be looked at, which is no fault. */
export interface Finding {
  check: string;
  level: 'ok' | 'warning' | 'error' | 'skipped';
  message: string;
  /** What to do about it; with every warning and error. */
  advice?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, level: 'ok', message });
export const skipped = (check: string, message: string): Finding => ({ check, level: 'skipped', message });
export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  level: 'warning',
  message,
  advice,
});
export const bad = (check: string, message: string, advice: string): Finding => ({
  check,
  level: 'error',
  message,
  advice,
});

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Every address of a name that was tried: the first says enough.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error.message;
}
