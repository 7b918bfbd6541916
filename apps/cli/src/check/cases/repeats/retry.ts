import type { ContractCase, Step } from '../../contract-case';
import { acknowledged } from '../../judge';
import { FULL } from '../../platform/plan';
import { rewards } from '../../steps';
import { PAGES } from '../pages';

/** The 503 comes from a stand-in, since only the endpoint itself could answer one. The account's clock is two minutes ahead from here on. */
const isDownAtFirst: Step = async (scene) => {
  const { platform } = scene.cast;
  const click = await platform.click(FULL);
  const exchange = await platform.retried(async () => {
    const conversionId = await platform.convert(click.clickId, FULL.postback);
    scene.conversions.push({ ...click, conversionId });
    return conversionId;
  }, 'retry after a 503');
  return acknowledged(scene.keep(exchange));
};

export const retry: ContractCase = {
  id: 'retry',
  title: 'A retry, minutes after an outage, is taken like a first attempt',
  rule: {
    says: 'After 500, 503 or an outage the callback is tried again, first after 2 minutes, then after twice as long each time.',
    page: PAGES.failures,
    sure: 'documented',
  },
  fix: 'Refuse nothing for its age: sentAt is the time of this attempt, the other times may be hours back.',
  weight: 'fail',
  steps: [isDownAtFirst, rewards(1)],
};
