/** Where a value stands in a seed: keys and places, from the outside in. */
export type Path = readonly (string | number)[];

/** One thing that is wrong. `onKey`: with the key itself, not with its value. */
export interface SeedProblem {
  path: Path;
  message: string;
  onKey?: boolean;
}

/** `offers[0].events[2].revenue`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
