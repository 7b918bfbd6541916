import { randomBytes, randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(8 * 512);
let used = POOL.length;
let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one process in order within a
 * millisecond, 62 random bits. Ids are stamped with the machine's time, never with an account's test clock.
 */
export function newId(): string {
  const ms = nextMs();
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const random = POOL.toString('hex', used, used + 8);
  used += 8;
  const time = ms.toString(16).padStart(12, '0');
  const variant = ((parseInt(random.charAt(0), 16) & 0b0011) | 0b1000).toString(16);
  const count = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}

function nextMs(): number {
  const now = performance.timeOrigin + performance.now();
  const ms = Math.max(Math.floor(now), lastMs);
  if (ms > lastMs) {
    lastMs = ms;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  return lastMs;
}

const LABEL_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 lower-case letters and digits, 130 random bits: fits a host label, can't be guessed. */
export function newLabel(): string {
  return Array.from(randomBytes(26), (byte) => LABEL_ALPHABET.charAt(byte & 31)).join('');
}

/** URL-safe base64 of `bytes` random bytes. */
export function newSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
