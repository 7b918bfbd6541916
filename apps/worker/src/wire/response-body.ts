import type { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, constants } from 'node:zlib';

/** What is kept of a response body, in bytes after decompression. K§5.3. */
export const BODY_LIMIT = 16 * 1024;
/** What is kept of a compressed one before decompression. */
export const COMPRESSED_LIMIT = 64 * 1024;

/** A body as it came off the wire. `complete` is false when it was cut, at a limit or by its sender. */
export interface RawBody {
  bytes: Buffer;
  complete: boolean;
  /** Content-Encoding, lower case; empty for none. */
  encoding: string;
}

export interface BodyText {
  text: string;
  truncated: boolean;
}

interface Unpacked {
  bytes: Buffer;
  complete: boolean;
}

const PARTIAL = { finishFlush: constants.Z_SYNC_FLUSH };
const PARTIAL_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** How many bytes of a body with this encoding are worth keeping. */
export function keptBytesOf(encoding: string): number {
  return encoding === '' || encoding === 'identity' ? BODY_LIMIT : COMPRESSED_LIMIT;
}

/**
 * The first 16 KiB of a body as text that PostgreSQL can store. Never rejects: a body that can't be unpacked is given as far as it could be,
 * or as it came. Memory stays small whatever the body unpacks to.
 */
export async function readBody(raw: RawBody): Promise<BodyText> {
  if (raw.bytes.length === 0) return { text: '', truncated: !raw.complete };
  const unpacked = await unpack(raw);
  const kept = unpacked.bytes.subarray(0, BODY_LIMIT);
  const truncated = !unpacked.complete || kept.length < unpacked.bytes.length;
  return { text: toText(kept, truncated), truncated };
}

/** Text that PostgreSQL can store: U+FFFD in place of NUL, and of halves of surrogate pairs. */
export function storable(text: string): string {
  return /[\0\uD800-\uDFFF]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, '\uFFFD') : text;
}

function toText(bytes: Buffer, truncated: boolean): string {
  const decoder = new StringDecoder('utf8');
  // A character that the cut went through is left out; in a whole body the same bytes are broken and show as such.
  return storable(truncated ? decoder.write(bytes) : decoder.end(bytes));
}

async function unpack({ bytes, complete, encoding }: RawBody): Promise<Unpacked> {
  const unpacker = unpackerFor(encoding, bytes);
  if (unpacker === null) return { bytes, complete };
  const unpacked = await drain(unpacker, bytes);
  if (unpacked.bytes.length === 0 && !unpacked.complete) return { bytes, complete: false };
  return { bytes: unpacked.bytes, complete: complete && unpacked.complete };
}

function unpackerFor(encoding: string, bytes: Buffer): Transform | null {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(PARTIAL);
    case 'deflate':
      // Some servers send the bare stream, without the zlib header whose first half-byte is always 8.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate(PARTIAL) : createInflateRaw(PARTIAL);
    case 'br':
      return createBrotliDecompress(PARTIAL_BROTLI);
    default:
      return null;
  }
}

/** Stops one piece after the limit, so a bomb costs that piece and no more. */
function drain(unpacker: Transform, bytes: Buffer): Promise<Unpacked> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const finish = (complete: boolean): void => {
      unpacker.destroy();
      resolve({ bytes: Buffer.concat(pieces), complete });
    };
    unpacker.on('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length > BODY_LIMIT) finish(false);
    });
    unpacker.once('end', () => {
      finish(true);
    });
    unpacker.on('error', () => {
      finish(false);
    });
    unpacker.end(bytes);
  });
}
