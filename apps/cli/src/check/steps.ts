import type { Step } from './contract-case';
import { isAcknowledged, type Exchange } from './exchange';
import { acknowledged, refused } from './judge';
import { FULL, type ConversionPlan } from './platform/plan';
import { deriveCallback, memberOf, type Changes } from './receiver/derive';
import type { Scene } from './scene';

/** A click and its conversion; its first callback has to be acknowledged. */
export function converts(plan: ConversionPlan = FULL, what = 'Success callback'): Step {
  return async (scene) => {
    const { platform } = scene.cast;
    const click = await platform.click(plan);
    const conversionId = await platform.convert(click.clickId, plan.postback);
    scene.conversions.push({ ...click, conversionId });
    return acknowledged(await scene.take(conversionId, what));
  };
}

/** Has to be taken back, or given, or left as it is: how often the conversion is rewarded from here on. */
export function rewards(times: number): Step {
  return (scene) => scene.rewarded(scene.conversion, times);
}

/** The same callback again, as after an answer that got lost. */
export function comesAgain(): Step {
  return async (scene) => {
    const again = await scene.cast.platform.resend(scene.deliveryId, 'same callback again');
    return acknowledged(scene.keep(again));
  };
}

/** The member completes the same event again: nothing new is recorded, the first conversion's callback goes out as a delivery of its own. */
export function completesAgain(): Step {
  return async (scene) => {
    const { clickId, conversionId } = scene.conversion;
    await scene.cast.platform.convert(clickId, FULL.postback);
    return acknowledged(await scene.take(conversionId, 'callback of the same conversion under another id'));
  };
}

/** Somebody sets the status; its callback has to be acknowledged. */
export function becomes(status: 'Success' | 'Rejected', reason?: string): Step {
  return async (scene) => {
    const { conversionId } = scene.conversion;
    await scene.cast.platform.setStatus(conversionId, status, reason);
    return acknowledged(await scene.take(conversionId, `${status} callback`));
  };
}

/** Sends what the platform never sends. `judge` says what has to come of it. */
export function sendsOwn(own: {
  what: string;
  changed: string;
  changes?: Changes;
  around?: Changes;
  headers?: (scene: Scene) => Readonly<Record<string, string>>;
  judge: typeof acknowledged | typeof refused;
  /** How often it has to be rewarded. */
  rewards: number;
}): Step {
  return async (scene) => {
    const { request } = capturedIn(scene);
    const { body, conversionId } = deriveCallback(request.body, own.changes, own.around);
    const headers = own.headers?.(scene) ?? request.headers;
    const finding = own.judge(await scene.send({ what: own.what, changed: own.changed, headers, body }));
    return finding ?? scene.rewarded({ conversionId, memberId: String(memberOf(body, 'pubMemberId')) }, own.rewards);
  };
}

/** What others are made from. Without one no such case is played. */
export function capturedIn({ cast }: Scene): Exchange {
  if (cast.captured === null) throw new Error('No callback was captured yet.');
  return cast.captured;
}

/** Keeps the first callback that was acknowledged: others are made from it. */
export const captures: Step = (scene) => {
  const taken = scene.exchanges.find(isAcknowledged);
  if (taken !== undefined) scene.cast.captured = taken;
  return Promise.resolve(null);
};
