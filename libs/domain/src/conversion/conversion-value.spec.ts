import { anEvent, anOffer } from '@app/testing';
import { conversionValue } from './conversion-value';

const FLAT = anOffer({ revenue: '60', reward: '45.5', payout: '1.5' });
const SHARE = anOffer({ conversionType: 'RevShare', revenueShare: '20', rewardShare: '12.5', payout: '1.5' });

describe(conversionValue.name, () => {
  it('should be what a SingleEvent offer says, whatever the amount', () => {
    expect(conversionValue(FLAT, null, undefined)).toEqual({ revenue: '60', reward: '45.5', payout: '1.5' });
    expect(conversionValue(FLAT, null, '1000')).toEqual({ revenue: '60', reward: '45.5', payout: '1.5' });
  });

  it("should be what the event says, with the offer's payout", () => {
    const event = anEvent({ revenue: '7', reward: '3' });
    expect(conversionValue(FLAT, event, undefined)).toEqual({ revenue: '7', reward: '3', payout: '1.5' });
  });

  it.each([
    // amount, 20 %, 12.5 %
    ['100', '20', '12.5'],
    ['9.99', '2', '1.25'],
    ['0', '0', '0'],
    ['0.01', '0', '0'],
    ['1234567.89', '246913.58', '154320.99'],
    // Half a cent goes to the even one: 0.125 is 0.12, 0.375 is 0.38.
    ['1', '0.2', '0.12'],
    ['3', '0.6', '0.38'],
  ])('should be shares of the amount %s: %s and %s (G§3.6, G10.30)', (amount, revenue, reward) => {
    expect(conversionValue(SHARE, null, amount)).toEqual({ revenue, reward, payout: '1.5' });
    expect(conversionValue(SHARE, anEvent(), amount)).toEqual({ revenue, reward, payout: '1.5' });
  });

  it.each([undefined, '', 'ten', '-5', '1e3', '1,5'])('should be nothing for the amount %j', (amount) => {
    expect(conversionValue(SHARE, null, amount)).toEqual({ revenue: '0', reward: '0', payout: '1.5' });
  });

  it('should be nothing where no share is set', () => {
    const unset = { ...SHARE, revenueShare: null, rewardShare: null };
    expect(conversionValue(unset, null, '100')).toEqual({ revenue: '0', reward: '0', payout: '1.5' });
  });
});
