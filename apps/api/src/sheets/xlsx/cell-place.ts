const COLUMN = /^([A-Z]{1,3})\d*$/;
const LETTERS = 26;
const BEFORE_A = 64;

/** The column of a cell's name, from 0: that of `AB12` is 27. `null`: it is no name. */
export function columnOf(name: string): number | null {
  const letters = COLUMN.exec(name)?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * LETTERS + letters.charCodeAt(at) - BEFORE_A;
  return column - 1;
}
