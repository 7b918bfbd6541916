import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { UnreadableSheet } from '../sheet';
import { unpacked } from './zip-part';

const ZEROS = Buffer.alloc(3 * 1_048_576);
const PACKED = deflateRawSync(ZEROS);

/** How much of it comes, when `most` bytes may. */
async function lengthOf(most: number, bytes = ZEROS.length): Promise<number> {
  const entry = { offset: 0, packedBytes: PACKED.length, bytes, crc: crc32(ZEROS), isDeflated: true };
  let length = 0;
  for await (const text of unpacked(Readable.from([PACKED]), entry, most)) length += text.length;
  return length;
}

describe(unpacked.name, () => {
  it('should give what was packed', async () => {
    expect(await lengthOf(ZEROS.length)).toBe(ZEROS.length);
  });

  it('should stop at a limit, whatever length the archive tells', async () => {
    await expect(lengthOf(1_048_576, 10)).rejects.toThrow(/unpacks to more/);
  });

  it('should refuse a part that is not of the length that the archive tells', async () => {
    await expect(lengthOf(ZEROS.length, 10)).rejects.toThrow(UnreadableSheet);
  });
});
