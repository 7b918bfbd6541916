import { paint, status, type Colour } from '../output/print';

type Fields = Readonly<Record<string, unknown>>;

const COLOURS: Readonly<Record<string, Colour>> = { sent: 'green', retry: 'yellow', failed: 'red' };

/** Told by every line already, or by nobody wanted. */
const LEFT_OUT = new Set(['kind', 'at', 'account', 'accountId']);
const MOST_CHARACTERS = 200;

/** What a person looks for first, in this order; whatever else there is follows. */
const FIRST = [
  ...['deliveryKind', 'status', 'outcome', 'number', 'responseStatus', 'errorCode', 'call', 'httpStatus', 'result'],
  ...['from', 'to', 'reason', 'url', 'deliveryId', 'conversionId', 'clickId'],
];
/** Said by their words alone. */
const BARE = new Set(['deliveryKind', 'call']);

/** One line for a person: when, what, how it came out, then everything else that is short. */
export function eventLine(name: string, data: unknown): string {
  if (typeof data !== 'object' || data === null) return `${name}  ${String(data)}`;
  const fields: Fields = { ...data };
  const at = fields['at'];
  return [
    ...(typeof at === 'string' ? [paint('dim', at)] : []),
    paint('cyan', name.padEnd(10)),
    ...[...FIRST, ...Object.keys(fields).filter((name) => !FIRST.includes(name))].flatMap((field) =>
      LEFT_OUT.has(field) ? [] : shown(field, fields[field]),
    ),
  ].join('  ');
}

function shown(field: string, value: unknown): string[] {
  const text = textOf(value);
  if (text === '' || text.length > MOST_CHARACTERS) return [];
  if (field === 'status') return [status(text)];
  if (field === 'outcome') return [paint(COLOURS[text] ?? 'dim', text)];
  return [BARE.has(field) ? text : `${paint('dim', `${field}=`)}${text}`];
}

/** What is nested, or not so, is read with `--json`. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'string') return value;
  return value === true ? 'true' : '';
}

/** The data of an event, where it is JSON; else as it is. */
export function dataOf(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text);
    return read;
  } catch {
    return text;
  }
}
