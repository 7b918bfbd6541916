import type { FieldProblem, GivenOffer } from '@app/domain';
import { toOfferChanges } from '../../http/offers/offer-changes';
import { toEventChanges } from '../../http/offers/step-fields.dto';
import type { ManagedOfferFields, ManagedStepFields } from './offer-body.dto';

/** What a body says, as the domain keeps it. */
export function toGivenOffer(
  { trackingSystemLink: link, name, useDefaultRatio, ...fields }: ManagedOfferFields & { advertiserId?: string },
  steps: readonly ManagedStepFields[],
): GivenOffer {
  return {
    offer: { ...toOfferChanges(fields), name, link, ...(useDefaultRatio === true && { useDefaultRatio }) },
    events: steps.map(({ useDefaultRatio: byRatio, ...step }) => ({
      ...toEventChanges(step),
      ...(byRatio === true && { useDefaultRatio: byRatio }),
    })),
  };
}

/** A problem under the names of this edge. */
export function toWireProblem({ field, message }: FieldProblem): FieldProblem {
  return { field: field.replace(/^events\b/, 'offerEvents').replace(/^link$/, 'trackingSystemLink'), message };
}
