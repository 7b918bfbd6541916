import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { BODY_LIMIT, readBody, storable } from './response-body';

const body = (bytes: Buffer | string, encoding = '', complete = true) =>
  readBody({ bytes: Buffer.from(bytes), encoding, complete });

describe(readBody.name, () => {
  it('should give a short body whole', async () => {
    expect(await body('{"ok":true}')).toEqual({ text: '{"ok":true}', truncated: false });
    expect(await body('')).toEqual({ text: '', truncated: false });
  });

  it('should say that a body broke off', async () => {
    expect(await body('half', '', false)).toEqual({ text: 'half', truncated: true });
    expect(await body('', 'gzip', false)).toEqual({ text: '', truncated: true });
  });

  it('should cut at 16 KiB and not before', async () => {
    expect(await body('x'.repeat(BODY_LIMIT))).toEqual({ text: 'x'.repeat(BODY_LIMIT), truncated: false });
    expect(await body('x'.repeat(BODY_LIMIT + 1))).toEqual({ text: 'x'.repeat(BODY_LIMIT), truncated: true });
  });

  it('should leave out a character that the cut goes through', async () => {
    expect((await body('x'.repeat(BODY_LIMIT - 1) + 'ж')).text).toBe('x'.repeat(BODY_LIMIT - 1));
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('should unpack %s', async (encoding, pack) => {
    expect(await body(pack('grüße'), encoding)).toEqual({ text: 'grüße', truncated: false });
    expect(await body(pack('y'.repeat(100_000)), encoding)).toEqual({ text: 'y'.repeat(BODY_LIMIT), truncated: true });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('should give what a cut %s body unpacks to', async (encoding, pack) => {
    const text = Array.from({ length: 800 }, (_, index) => index).join(' ');
    const whole = pack(text);
    const cut = await body(whole.subarray(0, whole.length - 20), encoding, false);

    expect(cut.truncated).toBe(true);
    expect(text.startsWith(cut.text)).toBe(true);
    expect(cut.text.length).toBeGreaterThan(0);
  });

  it('should give a body as it came when its encoding is wrong or unknown to us', async () => {
    expect(await body('plain', 'gzip')).toEqual({ text: 'plain', truncated: true });
    expect(await body('plain', 'zstd')).toEqual({ text: 'plain', truncated: false });
  });

  it('should replace what PostgreSQL can not store', async () => {
    expect(await body(Buffer.from([0x61, 0x00, 0xff, 0xed, 0xa0, 0x80, 0x62]))).toEqual({
      text: `a${'\uFFFD'.repeat(5)}b`,
      truncated: false,
    });
  });
});

describe(storable.name, () => {
  it('should keep whole characters and replace NUL and half ones', () => {
    expect(storable('ok 😀')).toBe('ok 😀');
    expect(storable('a\0b\uD800c\uDC00')).toBe('a\uFFFDb\uFFFDc\uFFFD');
  });
});
