import type { DecisionStep } from './decide-conversion';

type SentParameters = Readonly<Record<string, string>>;

/** Names that tracking systems have for the click id, and slips of ours. G§2.3, G§3.7. */
const LIKE_CLICK_ID = /^(?:gk[\W_]?|aff[\W_]?)?click[\W_]?id$|^sub[\W_]?id[\W_]?1?$|^c1$/i;
/** How tracking systems mark a macro: `{sub1}`, `[sub1]`, `(sub1)`, `#sub1#`, `%sub1%`. */
const MACRO = /^(?:\{+[^{}]*\}+|\[[^[\]]*\]|\([^()]*\)|<[^<>]*>|#[^#]*#|%[^%]*%|\$\{?\w+\}?)$/;

/** By row of the decision table: what about the parameters that it judges is as people are known to get it wrong. */
const HINTS: Readonly<Record<number, (sent: SentParameters) => string | null>> = {
  2: clickIdHint,
  4: eventHint,
  11: (sent) => macroHint(sent, 'cnv_amount'),
};

/** The trace of a conversion postback, with what its caller probably meant beside the rules that it concerns. G§3.7, G10.4. */
export function withHints(trace: readonly DecisionStep[], sent: SentParameters): DecisionStep[] {
  return trace.map((step) => {
    const hint = HINTS[step.row]?.(sent) ?? null;
    return hint === null ? step : { ...step, hint };
  });
}

function clickIdHint(sent: SentParameters): string | null {
  const given = sent['gk_click_id']?.trim();
  if (given !== undefined && given !== '') return macroHint(sent, 'gk_click_id');
  const other = Object.keys(sent).find((name) => name !== 'gk_click_id' && LIKE_CLICK_ID.test(name));
  if (other !== undefined) return `${other} is not read: send the click id as gk_click_id.`;
  return given === '' ? 'gk_click_id is empty: the macro for it had no value.' : null;
}

function eventHint(sent: SentParameters): string | null {
  if ((sent['cnv_event_id'] ?? '') !== '') return macroHint(sent, 'cnv_event_id');
  return sent['event_id'] === undefined ? null : 'event_id is not read: send the Event ID as cnv_event_id.';
}

function macroHint(sent: SentParameters, name: string): string | null {
  return MACRO.test(sent[name]?.trim() ?? '') ? `${name} holds a macro that nobody replaced by its value.` : null;
}
