const IN_HUNDREDTHS = 0x01;
const IS_WHOLE = 0x02;

/** A number of four bytes: thirty bits of a whole number, or the upper half of a real one; perhaps in hundredths. */
export function packedNumber(data: Buffer, at: number): number {
  const bits = data.readInt32LE(at);
  const number = (bits & IS_WHOLE) === 0 ? realOf(bits & ~3) : bits >> 2;
  return (bits & IN_HUNDREDTHS) === 0 ? number : number / 100;
}

function realOf(upper: number): number {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(upper, 4);
  return bytes.readDoubleLE(0);
}
