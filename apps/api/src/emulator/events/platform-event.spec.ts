import { eventText, readEvent } from './platform-event';

const EVENT = { id: 'e-1', accountId: 'a-1', kind: 'import' as const, data: { note: 'two\nlines' } };

describe(readEvent.name, () => {
  it('should read what was announced', () => {
    expect(readEvent(JSON.stringify(EVENT))).toEqual(EVENT);
  });

  it.each([
    '',
    'nonsense',
    'null',
    '"text"',
    '[]',
    JSON.stringify({ ...EVENT, kind: 'weather' }),
    JSON.stringify({ ...EVENT, id: 1 }),
    JSON.stringify({ ...EVENT, accountId: null }),
    JSON.stringify({ id: 'e-1', accountId: 'a-1', kind: 'import' }),
  ])('should read nothing of %s', (payload) => {
    expect(readEvent(payload)).toBeNull();
  });
});

describe(eventText.name, () => {
  it('should write it as one event, without the account, whatever is in it', () => {
    expect(eventText(EVENT)).toBe('id: e-1\nevent: import\ndata: {"note":"two\\nlines"}\n\n');
  });
});
