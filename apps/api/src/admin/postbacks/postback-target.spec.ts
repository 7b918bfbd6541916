import { anEvent } from '@app/testing';
import { offerEventIdOf } from './postback-target';

const install = anEvent({ eventId: 'install' });
const MULTI = { offerType: 'MultiEvent' as const, events: [install, anEvent({ eventId: 'level 5' })] };
const SINGLE = { offerType: 'SingleEvent' as const, events: [] };

describe(offerEventIdOf.name, () => {
  it.each([
    ['its Event ID', 'install'],
    ['its id', install.id],
    ['its id in capitals', install.id.toUpperCase()],
  ])('should find an event by %s', (_, named) => {
    expect(offerEventIdOf(MULTI, named)).toBe(install.id);
  });

  it('should name no event of a SingleEvent offer', () => {
    expect(offerEventIdOf(SINGLE, null)).toBeNull();
  });

  it.each([
    ['an unknown event', MULTI, 'Install'],
    ['no event of a MultiEvent offer', MULTI, null],
    ['an event of a SingleEvent offer', SINGLE, 'install'],
  ])('should refuse %s', (_, offer, named) => {
    expect(() => offerEventIdOf(offer, named)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'eventId' })] }) as Error,
    );
  });
});
