import type { FileHandle } from 'node:fs/promises';
import { PIECE_BYTES } from './in-turns';
import { UnreadableSheet } from './sheet';

/** A piece of a workbook. @throws UnreadableSheet when the file ends before it does */
export async function sliceOf(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw new UnreadableSheet('The workbook is cut off.');
  return buffer;
}

/** The same in pieces. The handle stays open, which a stream of it would not leave so. */
export async function* piecesOf(file: FileHandle, position: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += PIECE_BYTES) {
    yield await sliceOf(file, position + done, Math.min(PIECE_BYTES, length - done));
  }
}
