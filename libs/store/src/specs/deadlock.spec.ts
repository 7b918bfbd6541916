import { retriedOnDeadlock } from '../deadlock';

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

/** Fails so often with this error, then answers how often it was asked. */
function failing(times: number, error: Error): () => Promise<number> {
  let asked = 0;
  return () => {
    asked += 1;
    return asked > times ? Promise.resolve(asked) : Promise.reject(error);
  };
}

describe(retriedOnDeadlock.name, () => {
  it('should start the victim of a deadlock again', async () => {
    await expect(retriedOnDeadlock(failing(4, withCode('40P01')))).resolves.toBe(5);
  });

  it('should give up some time', async () => {
    await expect(retriedOnDeadlock(failing(5, withCode('40P01')))).rejects.toThrow('40P01');
  });

  it('should let any other trouble pass at once', async () => {
    const work = failing(1, withCode('23505'));
    await expect(retriedOnDeadlock(work)).rejects.toThrow('23505');
    await expect(work()).resolves.toBe(2);
  });
});
