import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const VERSION = 'v1';
/** Said when opening too: shorter tags, which are easier to forge, would be taken otherwise. */
const TAG = { authTagLength: 16 };

/** Seals small secrets for the database: AES-256-GCM, a fresh nonce each time, bound to a purpose such as the account's id. */
export class SecretBox {
  private readonly key: Buffer;

  constructor(masterKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', masterKey, '', 'pitlane secret box', 32));
  }

  seal(plain: string, purpose: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, TAG).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [
      VERSION,
      nonce.toString('base64url'),
      cipher.getAuthTag().toString('base64url'),
      sealed.toString('base64url'),
    ].join('.');
  }

  /** The secret, or `null` when it was sealed with another key or for another purpose. */
  open(box: string, purpose: string): string | null {
    const [version, nonce, tag, sealed] = box.split('.');
    if (version !== VERSION || nonce === undefined || tag === undefined || sealed === undefined) return null;
    try {
      const iv = Buffer.from(nonce, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.key, iv, TAG).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

/** What is kept of a key: enough to know it again, useless to whoever reads the database. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

/** Compares two secrets in a time that depends on neither. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashKey(given), hashKey(expected));
}
