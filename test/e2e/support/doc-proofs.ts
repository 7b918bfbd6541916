/** What each snippet prints when it worked, in this order. A snippet that is not here fails. */
export const PROOFS: Readonly<Record<string, readonly RegExp[]>> = {
  walk: [
    /^\{"responseId":"[-\w]{36}","isSuccessful":true,.*"data":\{"conversionId":"[-\w]{36}","status":"Success","rejectionReason":null\}\}$/m,
    /^Sent$/m,
    /^Success$/m,
    /^\{"status":"ok"\}$/m,
    /^chargeback$/m,
    /\{ row: 1, rule: 'secret path', result: 'passed' \}/,
    /\{ row: 2, rule: 'gk_click_id is a UUID', result: 'failed' \}/,
  ],
  events: [
    /^\{"now":"[-\dT:.]+Z","mode":"frozen"\}$/m,
    /^\{"now":"[-\dT:.]+Z","mode":"system"\}$/m,
    /^event: clock\ndata: \{.*"cause": ?"freeze".*\}$/m,
    /^event: clock\ndata: \{.*"cause": ?"reset".*\}$/m,
  ],
  clock: [
    /^\{"now":"[-\dT:.]+Z","mode":"offset","matured":\d+,"attempted":\d+,/m,
    /^\{"now":"[-\dT:.]+Z","mode":"system"\}$/m,
  ],
  'faults-duplicate': [/^2$/m, /^\[ 1, 2 \]$/m],
  'faults-lost-answer': [/^\[ 'auto: FAULT_AFTER_SEND', 'retry: sent' \]$/m, /^\[ 1, 2 \]$/m],
  'faults-back-off': [/^true$/m, /^\[ 'recorded', 'injected_fault', 'injected_fault' \]$/m],
  check: [/^ {2}✓ success /m, /^ {2}- secret .*no --secret-header/m, /^22 cases: 20 passed, 2 skipped, in /m],
  seeds: [
    /^\{"account":"seeded","offers":\[\{"id":"0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d61","name":"Boost Card"\},.*"clicks":2,"conversions":3\}$/m,
    /^\{"name":"clean","at":"2026-11-21T06:00:00\.000Z","rows":\d+\}$/m,
    /^\{"name":"clean","at":"2026-11-21T06:00:00\.000Z","rows":\d+\}$/m,
    /^ {2}- name: Brightwheels$/m,
  ],
  'command-line': [
    /^Integrity +ok: /m,
    /Z {2}frozen$/m,
    /^[-\w]{36} {2}callback {2}Sent {2}http/m,
    /^rejection: rejected$/m,
    /^\d+ deliver(y|ies) on the way again$/m,
    /Z {2}system$/m,
  ],
};
