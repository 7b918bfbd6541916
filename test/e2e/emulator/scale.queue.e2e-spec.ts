import { until } from '@app/testing';
import { launchPitlane, testPitlane } from '../support/pitlane';

/** So fast that a minute of the platform is a tenth of a second. */
const SCALE = 600;

interface Clock {
  now: string;
  mode: string;
  scale?: number;
}

const pitlane = testPitlane({ PITLANE_SCALE: String(SCALE) });

describe('platform time that runs faster (K7)', () => {
  it('should be told by the clock, and followed by every stamp and by each retry', async () => {
    const account = await pitlane().account();
    const startedAt = performance.now();
    const before = await account.api.get<Clock>('/emulator/clock');
    expect(before).toMatchObject({ mode: 'scaled', scale: SCALE });
    await account.callback({ url: await account.receiver('callback', { status: 503 }) });
    const { conversionId } = await account.convertNew(await account.offer());
    const failed = await account.awaited(`conversionId=${conversionId}&status=Failed`);
    const tookMs = performance.now() - startedAt;
    const { attempts } = await account.delivery(failed.id);
    const instants = attempts.map(({ startedAt: at }) => Date.parse(at));
    expect(attempts).toHaveLength(6);
    // Never sooner than the ladder says; how much later is for the machine to say.
    const waits = instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0));
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(2 ** (index + 1) * 60_000);
    const after = await account.api.get<Clock>('/emulator/clock');
    const passed = Date.parse(after.now) - Date.parse(before.now);
    expect(passed).toBeGreaterThanOrEqual(62 * 60_000);
    expect(passed).toBeLessThanOrEqual((tookMs + 1_000) * SCALE);
  });

  it('should stand still for an account that is frozen, run on where it is advanced, and be as before once it is reset', async () => {
    const account = await pitlane().account();
    const { now } = await account.freeze();
    await account.advance('1h');
    const frozen = await account.api.get<Clock>('/emulator/clock');
    expect(frozen).toMatchObject({ mode: 'frozen', scale: SCALE });
    expect(Date.parse(frozen.now) - Date.parse(now)).toBe(3_600_000);
    expect(await account.api.post<Clock>('/emulator/clock/reset')).toMatchObject({ mode: 'scaled' });
    await account.advance('30d');
    const first = await account.api.get<Clock>('/emulator/clock');
    expect(first.mode).toBe('offset');
    await until(
      async () => Date.parse((await account.api.get<Clock>('/emulator/clock')).now) - Date.parse(first.now) > 60_000,
    );
  });

  it('should be refused in production, with a sentence', async () => {
    const refused = await launchPitlane({ env: { PITLANE_SCALE: '60', PITLANE_PROFILE: 'production' } });
    expect((await refused.process.ended()).code).toBe(1);
    expect(refused.output).toContain('PITLANE_SCALE is for PITLANE_PROFILE=local alone');
    await refused.close();
  });
});
