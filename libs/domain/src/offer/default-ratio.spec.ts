import { applyDefaultRatio } from './default-ratio';

const OFFER = { name: 'Dragon', link: 'https://advertiser.test/' };

describe(applyDefaultRatio.name, () => {
  it.each([
    ['10', '1', '10'],
    ['1.5', '12.5', '18.75'],
    ['0.333333', '3', '1'],
    ['0.05', '0.1', '0'],
    ['0.15', '0.1', '0.02'],
    ['2', '0', '0'],
    ['999999999999', '1', '999999999999'],
  ])('should reward a revenue of %s by %s with %s', (revenue, ratio, reward) => {
    const given = { ...OFFER, revenue, reward: '7', useDefaultRatio: true };
    expect(applyDefaultRatio({ offer: given, events: [] }, ratio)).toEqual({
      offer: { ...OFFER, revenue, reward },
      events: [],
    });
  });

  it('should leave rewards that do not ask for it', () => {
    const events = [
      { eventId: 'a', revenue: '2', reward: '7', useDefaultRatio: false },
      { eventId: 'b', revenue: '2', reward: '7', useDefaultRatio: true },
      { eventId: 'c', useDefaultRatio: true },
    ];
    expect(applyDefaultRatio({ offer: { ...OFFER, reward: '7' }, events }, '3')).toEqual({
      offer: { ...OFFER, reward: '7' },
      events: [
        { eventId: 'a', revenue: '2', reward: '7' },
        { eventId: 'b', revenue: '2', reward: '6' },
        { eventId: 'c', reward: '0' },
      ],
    });
  });

  it('should name rewards that would be more than an amount can be', () => {
    const big = { revenue: '999999999999', useDefaultRatio: true };
    const given = { offer: { ...OFFER, ...big }, events: [{ eventId: 'a' }, { eventId: 'b', ...big }] };
    expect(applyDefaultRatio(given, '1.1')).toMatchObject({
      problems: [{ field: 'reward' }, { field: 'events.1.reward' }],
    });
  });
});
