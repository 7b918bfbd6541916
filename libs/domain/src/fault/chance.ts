const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;

/**
 * A number from 0 up to, but not, 1 that looks like chance and is none: the same seed and parts give the same one, in every process and on
 * every run. FNV-1a over the text, then mixed, so that neighbours lie apart.
 */
export function chance(seed: number, ...parts: readonly (string | number)[]): number {
  let hash = OFFSET;
  for (const character of [seed, ...parts].join(' ')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
