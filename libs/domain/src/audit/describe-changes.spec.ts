import { describeChanges } from './describe-changes';

describe(describeChanges.name, () => {
  it.each<[string, unknown, unknown]>([
    [
      'words of ours',
      { status: 'Rejected', scope: 'partner' },
      [
        { field: 'status', to: 'Rejected' },
        { field: 'scope', to: 'partner' },
      ],
    ],
    [
      'numbers, switches and nothing',
      { dailyCap: null, reward: 1.5, enabled: false },
      [
        { field: 'dailyCap', to: null },
        { field: 'reward', to: 1.5 },
        { field: 'enabled', to: false },
      ],
    ],
    [
      'text of people by its name alone',
      { name: 'Boost', url: 'https://x.example/?token=1' },
      [{ field: 'name' }, { field: 'url' }],
    ],
    [
      'secrets by their name alone, whatever they are',
      { secretValue: 's', secretHeader: null, apiKey: 1, authToken: true },
      [{ field: 'secretValue' }, { field: 'secretHeader' }, { field: 'apiKey' }, { field: 'authToken' }],
    ],
    ['a word that is too long by its name', { status: 'x'.repeat(65) }, [{ field: 'status' }]],
    [
      'what is in an object by its names',
      { targeting: { countries: ['US'], token: 'x' } },
      [{ field: 'targeting.countries' }, { field: 'targeting.token' }],
    ],
    [
      'what can not be stored in a form that can',
      { ['a\0b']: 1, status: 'x\ud800', [`${'y'.repeat(63)}😀`]: { ['\udc00']: 1 } },
      [{ field: 'a\ufffdb', to: 1 }, { field: 'status', to: 'x\ufffd' }, { field: `${'y'.repeat(63)}\ufffd.\ufffd` }],
    ],
    ['a list by its length', { events: [{ secret: 'x' }, {}] }, [{ field: 'events', to: 2 }]],
    ['a body that is a list', [{}, {}, {}], [{ field: 'items', to: 3 }]],
    ['no body', undefined, []],
    ['text that is no object', 'secret', []],
  ])('should tell %s', (_, body, expected) => {
    expect(describeChanges(body)).toEqual(expected);
  });

  it('should not grow with what is sent', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`${'x'.repeat(500)}${String(n)}`, { a: 1, b: 2 }]),
    );
    const told = describeChanges(wide);
    expect(told).toHaveLength(60);
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
  });
});
