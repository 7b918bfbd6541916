import { createHash } from 'node:crypto';

/** What ids are made from, besides kind and key. */
export interface IdRoot {
  slug: string;
  random: number;
}

/** All rows of seeds that stand in daily tables stand in this one day, whose table then is one. ADR 0024. */
const SEED_DAY = Date.UTC(2020, 0, 1);
const HALF_DAY_MS = 43_200_000;

const LABEL_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Makes ids out of names: the same seed makes the same ones, in whatever process and at whatever time. */
export class DerivedIds {
  constructor(private readonly root: IdRoot) {}

  /** A UUIDv8 (RFC 9562), all of it from the names. */
  of(kind: string, key: string): string {
    return toUuid(this.digest(kind, key).toString('hex', 0, 16), '8');
  }

  /**
   * A UUIDv7 of the day of seeds. `place`: of an entry without a key of its own, so that such entries keep their order by id;
   * those with a key keep their id wherever they stand.
   */
  inTime(kind: string, key: string, place: number | null): string {
    const digest = this.digest(kind, key);
    const ms = place ?? HALF_DAY_MS + (digest.readUInt32BE(16) % HALF_DAY_MS);
    return toUuid((SEED_DAY + ms).toString(16).padStart(12, '0') + digest.toString('hex', 0, 10), '7');
  }

  /** As `newLabel` makes them, out of the name. */
  label(kind: string, key: string): string {
    return Array.from(this.digest(kind, key).subarray(0, 26), (byte) => LABEL_ALPHABET.charAt(byte & 31)).join('');
  }

  /** As `newSecret` makes them, out of the name. */
  secret(kind: string, key: string, length: number): string {
    return this.digest(kind, key).toString('base64url').slice(0, length);
  }

  private digest(kind: string, key: string): Buffer {
    const { slug, random } = this.root;
    return createHash('sha256')
      .update(JSON.stringify(['pitlane', slug, random, kind, key]))
      .digest();
  }
}

/** 32 hexadecimal digits as a UUID of a version. */
function toUuid(digits: string, version: string): string {
  const variant = ((parseInt(digits.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  const all = `${digits.slice(0, 12)}${version}${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`;
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
}
