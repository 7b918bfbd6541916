import { randomBytes } from 'node:crypto';
import type { AdminApi } from '../client/admin-api';
import type { ClientOptions } from '../client/client-options';
import { Failed } from '../client/failures';
import { answer, paint, say, status } from '../output/print';
import { many } from './many';
import { progressOf } from './progress';
import type { Outcome } from './public-calls';
import { Counts, tallyText } from './tally';
import { Clicker } from './trigger-click';
import { Converter, type ConversionOptions, type ConversionOutcome } from './trigger-conversion';
import { reject, type RejectionOptions } from './trigger-rejection';
import { conversionOf, deliveriesText, judgement, traceText } from './what-came';

export interface TriggerOptions extends ConversionOptions, ClientOptions {
  times: number;
}

/** Members of one run are told from those of another. */
function members({ member }: TriggerOptions): (index: number) => string {
  const run = randomBytes(4).toString('hex');
  return (index) => member ?? `member-${run}-${String(index + 1)}`;
}

export async function runClicks(api: AdminApi, options: TriggerOptions): Promise<void> {
  const clicker = await Clicker.open(api, options);
  const memberOf = members(options);
  if (options.times > 1) {
    await tallied(options, 'clicks', { call: (index) => clicker.click(memberOf(index)), what: () => '302' });
    return;
  }
  const outcome = await clicker.click(memberOf(0));
  if (outcome.kind === 'refused') {
    throw new Failed(`The click was refused: ${String(outcome.status)} ${outcome.message}`);
  }
  const { value } = outcome;
  answer(options.json, { ...value, offerId: clicker.offer.id }, () =>
    [`click ${value.clickId} of ${value.member} on ${clicker.offer.name}`, `  → ${value.location}`].join('\n'),
  );
  if (options.json !== true) say(`Convert it: pitlane trigger conversion --click ${value.clickId}`);
}

export async function runConversions(api: AdminApi, options: TriggerOptions): Promise<void> {
  const converter = await Converter.open(api, options);
  const memberOf = members(options);
  if (options.times > 1) {
    await tallied(options, 'conversions', {
      call: (index) => converter.convert(memberOf(index)),
      what: (taken) => (taken.rejectionReason === null ? taken.status : `${taken.status}: ${taken.rejectionReason}`),
    });
    return;
  }
  await showConversion(api, await converter.convert(memberOf(0)), options);
}

async function showConversion(api: AdminApi, outcome: ConversionOutcome, { json }: ClientOptions): Promise<void> {
  const { clickId } = outcome;
  const judged = clickId === '' ? null : await judgement(api, 'conversion', { clickId });
  const trace = judged?.trace ?? [];
  if (outcome.kind === 'refused') {
    const { status: httpStatus, message } = outcome;
    answer(json, { clickId, refused: { status: httpStatus, message }, trace }, () =>
      [`${paint('red', 'refused')} ${String(httpStatus)} ${message}`, traceText(trace)].join('\n'),
    );
    throw new Failed(clickId === '' ? 'The click was refused.' : 'The conversion was refused.');
  }
  const { conversionId } = outcome.value;
  const { status: is, rejectionReason, deliveries } = await conversionOf(api, conversionId);
  const conversion = { id: conversionId, clickId, status: is, rejectionReason };
  answer(json, { conversion, result: judged?.result ?? null, trace, deliveries }, () =>
    [
      `${judged?.result ?? 'recorded'}: conversion ${conversionId} of click ${clickId} is ${status(is)}${rejectionReason === null ? '' : `: ${rejectionReason}`}`,
      traceText(trace),
      deliveriesText(deliveries),
    ].join('\n'),
  );
  if (json !== true) say(`Watch them: pitlane wait delivery --conversion ${conversionId} --status Sent,Failed`);
}

export async function runRejection(api: AdminApi, options: RejectionOptions & ClientOptions): Promise<void> {
  const made = await reject(api, options);
  answer(options.json, made, () =>
    [
      `rejection: ${made.result}`,
      traceText(made.trace),
      ...made.conversions.flatMap(({ id, status: is, rejectionReason, deliveries }) => [
        `conversion ${id} is ${status(is)}: ${rejectionReason ?? ''}`,
        deliveriesText(deliveries.filter(({ conversionStatus }) => conversionStatus === 'Rejected')),
      ]),
    ].join('\n'),
  );
  if (made.conversions.length === 0) {
    throw new Failed('Nothing was rejected: the endpoint knows no such conversion in its scope.');
  }
}

interface Work<Taken> {
  call: (index: number) => Promise<Outcome<Taken>>;
  what: (taken: Taken) => string;
}

async function tallied<Taken>(options: TriggerOptions, noun: string, { call, what }: Work<Taken>): Promise<void> {
  const counts = new Counts();
  const progress = await progressOf(options.times, noun);
  const startedAt = performance.now();
  try {
    await many(
      options.times,
      async (index) => {
        counts.add(await call(index), what);
      },
      (done) => {
        progress.update(done);
      },
    );
  } finally {
    progress.end();
  }
  const tally = counts.tally(performance.now() - startedAt);
  answer(options.json, tally, () => tallyText(tally));
  if (tally.refused > 0) throw new Failed(`${String(tally.refused)} of ${String(tally.times)} ${noun} were refused.`);
}
