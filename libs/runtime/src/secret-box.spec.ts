import fc from 'fast-check';
import { hashKey, sameSecret, SecretBox } from './secret-box';

const BOX = new SecretBox('a master key of this test');
/** Whatever has a form in UTF-8: no surrogates. */
const text = fc.string({ unit: fc.nat(0xd7ff).map((code) => String.fromCharCode(code)) });
const PURPOSE = '019a8f3e-0000-7000-8000-000000000001';

describe(SecretBox.name, () => {
  it('should give back what it sealed, whatever the text is', () => {
    fc.assert(
      fc.property(text, fc.string(), (plain, purpose) => {
        expect(BOX.open(BOX.seal(plain, purpose), purpose)).toBe(plain);
      }),
    );
  });

  it('should seal the same text differently each time, and show nothing of it', () => {
    const boxes = Array.from({ length: 100 }, () => BOX.seal('s3cret-s3cret', PURPOSE));
    expect(new Set(boxes).size).toBe(100);
    expect(boxes.filter((box) => box.includes('s3cret') || !/^v1(\.[\w-]+){3}$/.test(box))).toEqual([]);
  });

  it('should open for its own purpose and key only', () => {
    const box = BOX.seal('s3cret', PURPOSE);
    expect(BOX.open(box, PURPOSE.replace('1', '2'))).toBeNull();
    expect(new SecretBox('another master key').open(box, PURPOSE)).toBeNull();
    expect(new SecretBox('a master key of this test').open(box, PURPOSE)).toBe('s3cret');
  });

  it('should not open once anything of it was changed', () => {
    const box = BOX.seal('s3cret', PURPOSE);
    for (let index = 0; index < box.length; index++) {
      const changed = box.slice(0, index) + (box.charAt(index) === 'A' ? 'B' : 'A') + box.slice(index + 1);
      // The last letter of a part may carry bits that say nothing.
      const opened = BOX.open(changed, PURPOSE);
      expect(opened === null || (opened === 's3cret' && /^(\.|$)/.test(box.slice(index + 1)))).toBe(true);
    }
  });

  it('should not open with a tag that was cut', () => {
    const [version, nonce, tag = '', sealed] = BOX.seal('s3cret', PURPOSE).split('.');
    for (const bytes of [0, 4, 8, 12, 15]) {
      const cut = Buffer.from(tag, 'base64url').subarray(0, bytes).toString('base64url');
      expect(BOX.open([version, nonce, cut, sealed].join('.'), PURPOSE)).toBeNull();
    }
  });

  it('should not open what it never sealed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `v1.${text}`),
        ),
        (text) => {
          expect(BOX.open(text, PURPOSE)).toBeNull();
        },
      ),
    );
  });
});

describe(hashKey.name, () => {
  it('should be the SHA-256 of the key', () => {
    expect(hashKey('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe(sameSecret.name, () => {
  it.each([
    ['right', 'right', true],
    ['right', 'wrong', false],
    ['right', 'right ', false],
    ['', 'right', false],
    ['', '', true],
    ['é', 'e\u0301', false],
  ])('should compare %j with %j: %s', (given, expected, same) => {
    expect(sameSecret(given, expected)).toBe(same);
  });
});
