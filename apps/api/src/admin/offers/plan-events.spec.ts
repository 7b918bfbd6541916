import { planEvents } from './plan-events';

const OFFER = { id: 'offer', accountId: 'account' };
const [install, level] = planEvents(
  OFFER,
  [],
  [
    { eventId: 'install', name: 'Install', revenue: 1.5 },
    { eventId: 'level', sequenceNumber: 2, dailyCap: 3 },
  ],
);

describe(planEvents.name, () => {
  it('should fill in a new event', () => {
    expect(level).toMatchObject({
      offerId: 'offer',
      accountId: 'account',
      eventId: 'level',
      name: 'level',
      displayOrder: 2,
      sequenceNumber: 2,
      dailyCap: 3,
      revenue: '0',
      showOnOfferWall: true,
      deletedAt: null,
    });
  });

  it('should find an event by its eventId and keep what the list leaves out', () => {
    const next = planEvents(OFFER, [install!, level!], [{ eventId: 'install', reward: 7 }]);
    expect(next).toMatchObject([{ id: install!.id, name: 'Install', revenue: '1.5', reward: '7', displayOrder: 1 }]);
  });

  it('should find an event by its id and take a new eventId', () => {
    const next = planEvents(
      OFFER,
      [install!, level!],
      [
        { id: install!.id, eventId: 'level' },
        { id: level!.id, eventId: 'install' },
      ],
    );
    expect(next.map(({ id, eventId }) => [id, eventId])).toEqual([
      [install!.id, 'level'],
      [level!.id, 'install'],
    ]);
  });

  it('should clear what is null', () => {
    expect(planEvents(OFFER, [level!], [{ eventId: 'level', dailyCap: null, sequenceNumber: null }])).toMatchObject([
      { id: level!.id, dailyCap: null, sequenceNumber: null },
    ]);
  });

  it.each([
    [[{ name: 'nameless' }], 'events.0.eventId'],
    [[{ eventId: 'new' }, { id: 'unknown' }], 'events.1.id'],
    [[{ eventId: 'install' }, { id: install!.id }], 'events.1'],
  ])('should refuse %j by its field', (given, field) => {
    expect(() => planEvents(OFFER, [install!, level!], given)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field })] }) as Error,
    );
  });
});
