import { readFile } from 'node:fs/promises';
import { UsageError } from './failures';

/** The text of a file, or of stdin for `-`. */
export async function readWhole(file: string): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw new UsageError(cannotRead(file, error));
    });
  }
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const piece of process.stdin) text += String(piece);
  return text;
}

export function cannotRead(file: string, error: unknown): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing
    ? `There is no file ${file}.`
    : `${file} can't be read: ${error instanceof Error ? error.message : String(error)}`;
}
