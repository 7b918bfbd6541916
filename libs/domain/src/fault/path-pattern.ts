/** A path with stars, each for any characters, also none and also slashes; ready to be compared. */
export type PathPattern = readonly string[];

export const compilePathPattern = (text: string): PathPattern => text.split('*');

/** Whether it is the whole path. Takes time by the length of the path, whatever the stars. */
export function matchesPath([first = '', ...rest]: PathPattern, path: string): boolean {
  if (!path.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return path === first;
  let from = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return path.length - last.length >= from && path.endsWith(last);
}
