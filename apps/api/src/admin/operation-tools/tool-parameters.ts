import { CONVERSION_PARAMETERS, PUB_PARAMETERS } from '@app/domain';
import { Problem } from '../../http/problem';

const LONGEST_VALUE = 2_048;
const CLICK_PARAMETERS: readonly string[] = [...PUB_PARAMETERS, 'pub_click_id'];
const KNOWN_OF_CONVERSION: readonly string[] = CONVERSION_PARAMETERS;

/** What a generated click carries, blank values left out. */
export function clickParameters(given: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return readParameters(given, CLICK_PARAMETERS);
}

/** What a generated conversion carries, blank values left out. */
export function conversionParameters(given: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return readParameters(given, KNOWN_OF_CONVERSION);
}

/** Here, other than at the public edges, an unknown parameter is a mistake to tell of. K§9. */
function readParameters(
  given: Readonly<Record<string, unknown>> = {},
  known: readonly string[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = `parameters.${name}`;
    if (!known.includes(name)) throw Problem.field(field, `${field} should not exist; known are ${known.join(', ')}.`);
    const text = toText(value);
    if (text === null) throw Problem.field(field, `${field} must be text or a number.`);
    if (text.length > LONGEST_VALUE) throw Problem.field(field, `${field} must have at most 2,048 characters.`);
    if (text !== '') found[name] = text;
  }
  return found;
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : null;
}
