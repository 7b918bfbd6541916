import { until } from './until';

describe(until.name, () => {
  it('should answer with what was seen, zero and the empty text among it', async () => {
    expect(await until(() => 'seen')).toBe('seen');
    expect(await until(() => Promise.resolve(0))).toBe(0);
    expect(await until(() => '')).toBe('');
  });

  it('should look until there is something, whatever trouble comes before', async () => {
    const answers = [undefined, null, false, new Error('not yet'), 42];
    const look = (): unknown => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    expect(await until(look)).toBe(42);
    expect(answers).toEqual([]);
  });

  it('should say what was waited for, how long, and what was seen last', async () => {
    const requests = ['one'];
    const waiting = until(() => requests.length === 2, { within: 30 });
    await expect(waiting).rejects.toThrow(/^Not so within 30 ms: .*requests\.length === 2\nlast seen: false$/);
    const failing = until(() => Promise.reject(new Error('no route')), { within: 0 });
    await expect(failing).rejects.toThrow('last seen: no route');
  });
});
