import { eventText } from './platform-event';

describe(eventText.name, () => {
  it('should write it as one event, without the account’s id, whatever is in it', () => {
    const event = { id: 'e-1', accountId: 'a-1', kind: 'import' as const, data: { note: 'two\nlines' } };
    expect(eventText(event)).toBe('id: e-1\nevent: import\ndata: {"note":"two\\nlines"}\n\n');
  });
});
