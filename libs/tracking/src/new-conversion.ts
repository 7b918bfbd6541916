import {
  completionTime,
  conversionValue,
  type ConversionDecision,
  type ConversionFacts,
  type ConversionParameters,
} from '@app/domain';
import { newId } from '@app/runtime';
import type { ClickRow, StoredConversion } from '@app/store';
import type { OfferConfig } from './catalog';

/** The row of a conversion that was just decided. What a row of a file says itself counts more than the offer. G§4.1. */
export function newConversion(
  {
    click,
    offer,
    facts,
    parameters,
  }: { click: ClickRow; offer: OfferConfig; facts: ConversionFacts; parameters: ConversionParameters },
  decision: Extract<ConversionDecision, { kind: 'recorded' }>,
): StoredConversion {
  const { now, event, uploaded } = facts;
  const value = conversionValue(offer, event, parameters.cnv_amount);
  return {
    id: newId(),
    accountId: click.accountId,
    clickId: click.id,
    viewId: click.viewId,
    offerId: offer.id,
    offerEventId: event?.id ?? null,
    partnerId: click.partnerId,
    pubMemberId: click.pubMemberId,
    pubClickId: click.pubClickId,
    pubParameters: click.parameters,
    clickTime: click.createdAt,
    status: decision.status,
    rejectionReason: decision.rejectionReason,
    isRepeated: decision.repeatOf !== null,
    repeatOf: decision.repeatOf,
    ...value,
    ...(uploaded === null ? {} : { revenue: uploaded.revenue, reward: uploaded.reward }),
    parameters,
    userCompletedAt: completionTime(facts),
    createdAt: now,
    modifiedAt: now,
    maturesAt: decision.maturesAt,
    callbackSent: false,
  };
}
