import '../../../libs/testkit/src/jest.cjs';
import { testPlatform } from './kit';

describe('the retry ladder, by the test kit', () => {
  const platform = testPlatform();

  it('should climb its 62 minutes and give up', async () => {
    const account = await platform().account();
    const receiver = await account.receiver(503);
    const offer = await account.offer();
    await account.callback(receiver);
    const frozen = await account.clock.freeze();
    const conversion = await account.convert(await account.click(offer));
    const { now } = await account.clock.advance('62m');
    expect(Date.parse(now) - Date.parse(frozen.now)).toBe(62 * 60_000);
    await expect(conversion).toHaveBeenAttempted([503, 503, 503, 503, 503, 503]);
    const delivery = await conversion.delivery({ status: 'Failed' });
    const minutes = delivery.attempts.map(({ startedAt }) => (Date.parse(startedAt) - Date.parse(frozen.now)) / 60_000);
    expect(minutes).toEqual([0, 2, 6, 14, 30, 62]);
    await expect(receiver).toHaveReceived(6);
  });

  it('should end with the sixth attempt when that is answered', async () => {
    const account = await platform().account();
    const receiver = await account.receiver(503, 503, 503, 503, 503, 200);
    await account.callback(receiver);
    await account.clock.freeze();
    const conversion = await account.convert(await account.click(await account.offer()));
    await account.clock.advance('1h');
    await expect(conversion).not.toHaveBeenDelivered();
    await account.clock.advance('2m');
    await expect(conversion).toHaveBeenDelivered({ kind: 'callback', to: receiver, times: 1 });
    await expect(conversion).toHaveBeenAttempted(6);
  });
});
