import { open } from 'node:fs/promises';
import { Problem } from '../http/problem';

/** 100 MB. G§4.1. */
export const MOST_FILE_BYTES = 104_857_600;

/** Writes what comes to a new file that nobody else may read; answers its length. @throws Problem when it is too large */
export async function saveFile(chunks: AsyncIterable<Buffer>, path: string): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MOST_FILE_BYTES) throw tooLarge();
      await file.appendFile(chunk);
    }
  } finally {
    await file.close();
  }
  return bytes;
}

export function tooLarge(): Problem {
  const message = 'The file is larger than 100 MB.';
  return new Problem(413, message, [{ field: 'file', message }]);
}
