import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { crc32, createInflateRaw } from 'node:zlib';
import { codeOf } from '../error-code';
import { inTurns, PIECE_BYTES } from '../in-turns';
import { UnreadableSheet } from '../sheet';
import type { ZipEntry } from './zip-directory';

/** What zlib and the decoder of text throw. */
const DAMAGE = /^(Z_|ERR_ENCODING)/;

/** The text of a part of an archive. @throws UnreadableSheet */
export async function* unpacked(
  packed: AsyncIterable<Buffer>,
  entry: ZipEntry,
  mostBytes: number,
): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    const unlimited = entry.isDeflated ? inflated(packed) : packed;
    for await (const bytes of inTurns(checked(limited(unlimited, mostBytes), entry))) {
      yield utf8.decode(bytes, { stream: true });
    }
    yield utf8.decode();
  } catch (error) {
    throw DAMAGE.test(codeOf(error)) ? new UnreadableSheet('The workbook is damaged.') : error;
  }
}

function inflated(packed: AsyncIterable<Buffer>): Readable {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  // What fails here fails the reader too, which tells it.
  pipeline(packed, inflate, () => undefined);
  return inflate;
}

async function* limited(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.length;
    if (count > most) {
      throw new UnreadableSheet('The workbook unpacks to more than is read here. Save the sheet as CSV.');
    }
    yield chunk;
  }
}

async function* checked(chunks: AsyncIterable<Buffer>, { bytes, crc }: ZipEntry): AsyncGenerator<Buffer> {
  let [count, sum] = [0, 0];
  for await (const chunk of chunks) {
    count += chunk.length;
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (count !== bytes || sum !== crc) throw new UnreadableSheet('The workbook is damaged.');
}
