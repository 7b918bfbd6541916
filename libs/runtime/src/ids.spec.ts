import { newId, newLabel, newSecret } from './ids';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MANY = 200_000;

/** The 48 bits of Unix milliseconds that an id begins with. */
const millisecondOf = (id: string): number => parseInt(id.replace('-', '').slice(0, 12), 16);

describe(newId.name, () => {
  const ids = Array.from({ length: MANY }, newId);

  it('should be a lower-case UUID of version 7', () => {
    expect(ids.filter((id) => !UUID_V7.test(id))).toEqual([]);
  });

  it(`should be unique and in order over ${MANY} ids`, () => {
    expect(new Set(ids).size).toBe(MANY);
    expect(ids.findIndex((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))).toBe(-1);
  });

  it("should begin with the machine's time", () => {
    const before = Math.floor(performance.timeOrigin + performance.now());
    const id = newId();
    // More than 4,096 ids in one millisecond borrow from the next.
    expect(millisecondOf(id)).toBeGreaterThanOrEqual(before);
    expect(millisecondOf(id)).toBeLessThan(before + 1_000);
    expect(Math.abs(millisecondOf(id) - Date.now())).toBeLessThan(2_000);
  });

  it('should differ in its random part from one to the next', () => {
    expect(new Set(ids.slice(0, 10_000).map((id) => id.slice(-12))).size).toBe(10_000);
  });
});

describe(newLabel.name, () => {
  it('should be a host label that cannot be guessed', () => {
    const labels = Array.from({ length: 1_000 }, newLabel);
    expect(labels.filter((label) => !/^[a-z2-7]{26}$/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
    expect(new Set(labels.join('')).size).toBe(32);
  });
});

describe(newSecret.name, () => {
  it.each([9, 17, 24, 32])('should be %i random bytes, safe in a URL', (bytes) => {
    expect(newSecret(bytes)).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(Buffer.from(newSecret(bytes), 'base64url')).toHaveLength(bytes);
    expect(newSecret(bytes)).not.toBe(newSecret(bytes));
  });
});
