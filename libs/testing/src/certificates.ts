import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  cert: string;
  key: string;
}

export interface CertificateWish {
  /** The name that it is for. */
  host: string;
  from?: Date;
  until?: Date;
}

type Issuer = readonly [name: string, key: KeyObject];

const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALT_NAME = '551d11';
const PAST = new Date('2000-01-01T00:00:00Z');
const FUTURE = new Date('2049-01-01T00:00:00Z');

/** DER: a tag, the length of what follows, and that. */
function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const nameOf = (name: string) => sequence(der(0x31, sequence(der(0x06, COMMON_NAME), der(0x0c, Buffer.from(name)))));
const utcTime = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const ALGORITHM = sequence(der(0x06, ECDSA_WITH_SHA256));

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A certificate (X.509 v3, P-256) by this issuer, or by itself; with `isAuthority` one that may sign others. */
function issue(wish: CertificateWish, issuer: Issuer | null, isAuthority = false): Certificate & { signer: Issuer } {
  const { host, from = PAST, until = FUTURE } = wish;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [by, key] = issuer ?? [host, privateKey];
  const constraints = sequence(der(0x06, BASIC_CONSTRAINTS), der(0x04, sequence(der(0x01, 'ff'))));
  const altName = sequence(der(0x06, SUBJECT_ALT_NAME), der(0x04, sequence(der(0x82, Buffer.from(host)))));
  const body = sequence(
    der(0xa0, der(0x02, '02')),
    der(0x02, '01'),
    ALGORITHM,
    nameOf(by),
    sequence(utcTime(from), utcTime(until)),
    nameOf(host),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority ? constraints : altName)),
  );
  const signature = der(0x03, '00', sign('sha256', body, key));
  return {
    cert: pem('CERTIFICATE', sequence(body, ALGORITHM, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signer: [host, privateKey],
  };
}

/** Signs certificates; who trusts `cert` trusts them. */
export class CertificateAuthority {
  private readonly own = issue({ host: 'Authority of a test' }, null, true);

  get cert(): string {
    return this.own.cert;
  }

  issue(wish: CertificateWish): Certificate {
    return issue(wish, this.own.signer);
  }
}

/** A certificate that nobody has signed but its owner. */
export function selfSigned(wish: CertificateWish): Certificate {
  return issue(wish, null);
}
