import { hasForbiddenCharacters, POSTBACK_MACROS } from '@app/domain';
import { Problem } from '../../http/problem';

export type MacroSample = Readonly<Record<string, string | null>>;

const LONGEST_VALUE = 2_048;

/** A made-up conversion; the name of its offer shows what percent-encoding does. */
export const SAMPLE_VALUES: MacroSample = {
  pub_click_id: 'click-1001',
  pub_member_id: 'member-42',
  gk_offer_id: '0192f3a4-5b6c-7d8e-9f00-112233445566',
  gk_offer_name: 'Play & Win',
  cnv_event_id: 'level_5',
  cnv_amount: '49.99',
  ...Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`pub_sub_${index + 1}`, `sub-${index + 1}`])),
  gk_click_id: '0192f3a4-5b6c-7d8e-9f00-aabbccddeeff',
  gk_conversion_id: '0192f3a4-5b6c-7d8e-9f00-ffeeddccbbaa',
  gk_event_name: 'Reach level 5',
  cnv_status: 'Success',
  cnv_rejection_reason: null,
  payout: '2.5',
};

/** Macro values of a request body. Throws a problem that names the macro. */
export function checkSample(sample: Readonly<Record<string, unknown>>): MacroSample {
  const entries = Object.entries(sample).map(([name, value]): [string, string | null] => {
    if (!POSTBACK_MACROS.includes(name)) throw Problem.field(`sample.${name.slice(0, 100)}`, 'There is no such macro.');
    if (value === null) return [name, null];
    if (typeof value !== 'string' || value.length > LONGEST_VALUE || hasForbiddenCharacters(value)) {
      throw Problem.field(`sample.${name}`, 'A macro value is text of at most 2,048 characters, or null.');
    }
    return [name, value];
  });
  return Object.fromEntries(entries);
}
