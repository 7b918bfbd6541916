/** A piece of a workbook stream. */
export interface BiffRecord {
  type: number;
  data: Buffer;
}

/** The records that are read here; all others are passed over. */
export const RECORD = {
  bof: 0x0809,
  eof: 0x000a,
  password: 0x002f,
  since1904: 0x0022,
  format: 0x041e,
  style: 0x00e0,
  sheet: 0x0085,
  texts: 0x00fc,
  goesOn: 0x003c,
  sharedText: 0x00fd,
  number: 0x0203,
  packedNumber: 0x027e,
  packedNumbers: 0x00bd,
  text: 0x0204,
  richText: 0x00d6,
  formula: 0x0006,
  formulaText: 0x0207,
  truthOrError: 0x0205,
};

const HEAD_BYTES = 4;

/** The records of a stream, those that came with one piece of it at a time. */
export async function* recordsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<BiffRecord[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of stream) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const records: BiffRecord[] = [];
    let at = 0;
    while (at + HEAD_BYTES <= rest.length) {
      const end = at + HEAD_BYTES + rest.readUInt16LE(at + 2);
      if (end > rest.length) break;
      records.push({ type: rest.readUInt16LE(at), data: rest.subarray(at + HEAD_BYTES, end) });
      at = end;
    }
    rest = rest.subarray(at);
    yield records;
  }
}
