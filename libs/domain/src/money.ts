/** Exact, non-negative decimal as text, e.g. `"9.99"`. Numbers appear only on the wire. */
export type Money = string;

const MONEY_INPUT = /^\d{1,12}(?:\.\d{1,6})?$/;
const MONEY = /^\d+(?:\.\d{1,6})?$/;
/** Digits after the point that are kept exactly. */
const SCALE = 6;
const UNIT = 10n ** BigInt(SCALE);
const CENT = UNIT / 100n;
/** Amount and percentage are both scaled by `UNIT`: this much of their product is one hundredth. */
const PRODUCT_PER_CENT = UNIT * UNIT;

/** Reads digits, at most 12 before and 6 after the point; no sign, exponent or blank. `null` for anything else. */
export function parseMoney(text: string): Money | null {
  return MONEY_INPUT.test(text) ? format(toUnits(text)) : null;
}

/** The JSON number of an amount; beyond 15 digits the nearest one. */
export function moneyToNumber(money: Money): number {
  return Number(money);
}

/** Share of an amount, rounded half-even to 2 decimals. G10.30. */
export function percentOf(amount: Money, percent: Money): Money {
  return inCents(toUnits(amount) * toUnits(percent), PRODUCT_PER_CENT);
}

/** An amount times a ratio, rounded half-even to 2 decimals; `null`: more than an amount can be. G§1.3. */
export function timesRatio(amount: Money, ratio: Money): Money | null {
  return parseMoney(inCents(toUnits(amount) * toUnits(ratio), PRODUCT_PER_CENT / 100n));
}

/** A product of two scaled numbers, `perCent` of which are one hundredth. */
function inCents(product: bigint, perCent: bigint): Money {
  const cents = product / perCent;
  const twiceRest = (product % perCent) * 2n;
  const goesUp = twiceRest > perCent || (twiceRest === perCent && cents % 2n === 1n);
  return format((goesUp ? cents + 1n : cents) * CENT);
}

/** Exact sum. */
export function addMoney(left: Money, right: Money): Money {
  return format(toUnits(left) + toUnits(right));
}

export function isMore(left: Money, right: Money): boolean {
  return toUnits(left) > toUnits(right);
}

/** Throws RangeError for text that is no money: a caller that skipped `parseMoney` is a bug. */
function toUnits(money: Money): bigint {
  if (!MONEY.test(money)) throw new RangeError(`Not an amount: ${money.slice(0, 40)}`);
  const [whole = '', fraction = ''] = money.split('.');
  return BigInt(whole + fraction.padEnd(SCALE, '0'));
}

/** Without zeros that say nothing: 9.90 is `9.9`, 9.00 is `9`. */
function format(units: bigint): Money {
  const fraction = String(units % UNIT)
    .padStart(SCALE, '0')
    .replace(/0+$/, '');
  const whole = String(units / UNIT);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
