const DELIMITERS = [',', ';', '\t'];
const QUOTED = /"(?:[^"]|"")*"?/g;

/** What parts the cells of a CSV file: of comma, semicolon and tab the one that its header has most of, comma if none. */
export function delimiterOf(beginning: string): string {
  const header = beginning
    .replace(QUOTED, '')
    .split(/\r\n|\n|\r/)
    .find((line) => line.trim() !== '');
  const counts = DELIMITERS.map((delimiter) => (header ?? '').split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
