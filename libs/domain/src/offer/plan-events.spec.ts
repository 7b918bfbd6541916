import type { OfferEvent } from './offer';
import type { OfferEventChanges } from './offer-fields';
import { planEvents } from './plan-events';

let made = 0;
const newId = (): string => `id-${(made += 1)}`;

function planned(present: readonly OfferEvent[], given: readonly OfferEventChanges[]): OfferEvent[] {
  const plan = planEvents(present, given, newId);
  if ('problem' in plan) throw new Error(plan.problem.message);
  return plan.events;
}

const [install, level] = planned(
  [],
  [
    { eventId: 'install', name: 'Install', revenue: '1.5' },
    { eventId: 'level', sequenceNumber: 2, dailyCap: 3 },
  ],
);

describe(planEvents.name, () => {
  it('should fill in a new event (G10.32)', () => {
    expect(level).toEqual({
      id: 'id-2',
      eventId: 'level',
      name: 'level',
      displayOrder: 2,
      sequenceNumber: 2,
      minTimeFromPreviousEvent: null,
      deadlineDays: null,
      pendingTime: 0,
      revenue: '0',
      reward: '0',
      dailyCap: 3,
      weeklyCap: null,
      monthlyCap: null,
      allTimeCap: null,
      allowRepetitions: false,
      showOnOfferWall: true,
    });
  });

  it('should find an event by its eventId and keep what the list leaves out', () => {
    const next = planned([install!, level!], [{ eventId: 'install', reward: '7' }]);
    expect(next).toMatchObject([{ id: install!.id, name: 'Install', revenue: '1.5', reward: '7', displayOrder: 1 }]);
  });

  it('should find an event by its id and take a new eventId', () => {
    const next = planned(
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
    expect(planned([level!], [{ eventId: 'level', dailyCap: null, sequenceNumber: null }])).toMatchObject([
      { id: level!.id, dailyCap: null, sequenceNumber: null },
    ]);
  });

  it.each([
    [[{ name: 'nameless' }], 'events.0.eventId'],
    [[{ eventId: 'new' }, { id: 'unknown' }], 'events.1.id'],
    [[{ eventId: 'install' }, { id: install!.id }], 'events.1'],
  ])('should refuse %j by its field', (given, field) => {
    expect(planEvents([install!, level!], given, newId)).toMatchObject({ problem: { field } });
  });
});
