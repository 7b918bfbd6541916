import type { PubParameters } from '../click/click';
import { toCountry } from './country-codes';
import type { Targeting } from './offer';

/** Who looks at the wall, as far as the call says; `null` is not given. G§2.2. */
export interface Audience {
  age: string | null;
  gender: string | null;
  country: string | null;
  state: string | null;
  postalCode: string | null;
  device: string | null;
  placement: string | null;
}

export function toAudience(parameters: PubParameters, placement: string | null): Audience {
  return {
    age: given(parameters['pub_age']),
    gender: given(parameters['pub_gender']),
    country: given(parameters['pub_geo_country']),
    state: given(parameters['pub_geo_state']),
    postalCode: given(parameters['pub_postal_code']),
    device: given(parameters['pub_device']),
    placement,
  };
}

/** Whether an offer is for this audience: every list that is set holds the value, where one is given. G§2.2. */
export function meetsTargeting(targeting: Targeting, audience: Audience): boolean {
  const { genders, countries, states, postalCodes, devices, placements } = targeting;
  return (
    isInAges(targeting.ages ?? [], audience.age) &&
    isListed(genders, audience.gender, fold) &&
    isListed(countries, audience.country, toCountry) &&
    isListed(states, audience.state, fold) &&
    isListed(postalCodes, audience.postalCode, fold) &&
    isListedDevice(devices ?? [], audience.device) &&
    isListed(placements, audience.placement, fold)
  );
}

function isListed(
  list: readonly string[] | undefined,
  value: string | null,
  toComparable: (text: string) => string,
): boolean {
  if (list === undefined || list.length === 0 || value === null) return true;
  const wanted = toComparable(value);
  return list.some((entry) => toComparable(entry) === wanted);
}

/** `All` is every device, whoever says it. */
function isListedDevice(list: readonly string[], value: string | null): boolean {
  return list.includes('All') || (value !== null && fold(value) === 'all') || isListed(list, value, fold);
}

/** Both ends belong to a range. An age that is no number is in none. */
function isInAges(ranges: readonly { from: number; to: number }[], value: string | null): boolean {
  if (ranges.length === 0 || value === null) return true;
  const age = /^\d{1,3}$/.test(value.trim()) ? Number(value) : null;
  return age !== null && ranges.some(({ from, to }) => from <= age && age <= to);
}

function given(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
