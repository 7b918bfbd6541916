export const KEY_SCOPES = ['admin', 'management', 'partner', 'advertiser'] as const;

/** What an API key opens: `admin` everything of its account, the others one documented API each. G§7.4. */
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Whether a key of this scope may use an API that asks for `needed`. */
export function opens(scope: KeyScope, needed: KeyScope): boolean {
  return scope === 'admin' || scope === needed;
}
