import { styleText } from 'node:util';

export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Data goes to stdout: as one JSON document where that was asked for, else as text for a person. */
export function answer(json: boolean | undefined, data: unknown, text: () => string): void {
  process.stdout.write(`${json === true ? JSON.stringify(data) : text()}\n`);
}

/** Talk goes to stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Colour where stdout is a terminal; NO_COLOR and FORCE_COLOR decide before that. */
export function paint(colour: Colour, text: string): string {
  return styleText(colour, text, { stream: process.stdout });
}

/** Names to the left, values to the right. */
export function fields(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${paint('dim', name.padEnd(width))}  ${value}`).join('\n');
}

const STATUS_COLOURS: Readonly<Record<string, Colour>> = {
  Sent: 'green',
  Success: 'green',
  Pending: 'yellow',
  Failed: 'red',
  Rejected: 'red',
  Skipped: 'dim',
};

/** A status of a delivery or a conversion, in its colour. */
export function status(name: string): string {
  const colour = STATUS_COLOURS[name];
  return colour === undefined ? name : paint(colour, name);
}

/** `1 delivery`, `3 deliveries`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}
