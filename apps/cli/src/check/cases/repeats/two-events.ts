import type { ContractCase, Step } from '../../contract-case';
import { acknowledged } from '../../judge';
import { FULL, TWO_EVENTS } from '../../platform/plan';
import { PAGES } from '../pages';

/** Both are on their way before either is answered. */
const convertsBoth: Step = async (scene) => {
  const { platform } = scene.cast;
  const click = await platform.click(TWO_EVENTS);
  const made = await Promise.all(
    ['level_5', 'purchase'].map(async (cnv_event_id) => ({
      event: cnv_event_id,
      conversionId: await platform.convert(click.clickId, { ...FULL.postback, cnv_event_id }),
    })),
  );
  scene.conversions.push(...made.map(({ conversionId }) => ({ ...click, conversionId })));
  const taken = await Promise.all(
    made.map(({ conversionId, event }) => scene.take(conversionId, `Success callback of ${event}`)),
  );
  return taken.map(acknowledged).find((finding) => finding !== null) ?? null;
};

const rewardsBoth: Step = async (scene) => {
  const findings = await Promise.all(scene.conversions.map((conversion) => scene.rewarded(conversion, 1)));
  return findings.find((finding) => finding !== null) ?? null;
};

export const twoEvents: ContractCase = {
  id: 'two-events',
  title: 'Two events of one member at the same time are both rewarded',
  rule: {
    says: 'Each event of an offer is a conversion of its own with a callback of its own, all to the one URL, and nothing orders those of different conversions.',
    page: PAGES.setup,
    sure: 'documented',
  },
  fix: 'Reward each conversion.conversionId by itself, also where member, offer and click are the same, and let requests run side by side.',
  weight: 'fail',
  steps: [convertsBoth, rewardsBoth],
};
