import { toRetryRow } from '../format/retry-of-seed';
import { expandReceiver } from '../format/receiver-url';
import type { SeedLink, SeedPartner, SeedPostback } from '../format/seed';
import { known, type IdsByKey, type PlanContext, type PlannedOffer } from './plan-context';
import type { Row } from './seed-rows';

export interface PartnerPlan {
  partners: Row[];
  links: Row[];
  postbacks: Row[];
  byKey: IdsByKey;
}

type OffersByKey = ReadonlyMap<string, PlannedOffer>;

/** A partner, as its links and postbacks know it. */
interface Owner {
  id: string;
  key: string;
}

export function planPartners(partners: readonly SeedPartner[], offers: OffersByKey, context: PlanContext): PartnerPlan {
  const plan: PartnerPlan & { byKey: Map<string, string> } = {
    partners: [],
    links: [],
    postbacks: [],
    byKey: new Map(),
  };
  for (const partner of partners) {
    const key = partner.key ?? partner.name;
    const owner: Owner = { key, id: partner.id?.toLowerCase() ?? context.ids.of('partner', key) };
    plan.byKey.set(key, owner.id);
    plan.partners.push(partnerRow(partner, owner, context));
    plan.links.push(...(partner.links ?? []).map((link) => linkRow(link, owner, { offers, context })));
    plan.postbacks.push(
      ...(partner.postbacks ?? []).map((postback, index) =>
        postbackRow({ postback, index }, owner, { offers, context }),
      ),
    );
  }
  return plan;
}

interface Around {
  offers: OffersByKey;
  context: PlanContext;
}

function partnerRow({ name, contactEmail = null }: SeedPartner, { id }: Owner, { accountId, now }: PlanContext): Row {
  return { id, account_id: accountId, name, contact_email: contactEmail, created_at: now };
}

function linkRow({ id, offer }: SeedLink, owner: Owner, { offers, context }: Around): Row {
  const { accountId, ids, now } = context;
  return {
    id: id?.toLowerCase() ?? ids.of('link', JSON.stringify([owner.key, offer])),
    account_id: accountId,
    partner_id: owner.id,
    offer_id: known(offers, offer).id,
    created_at: now,
  };
}

function postbackRow(
  { postback, index }: { postback: SeedPostback; index: number },
  owner: Owner,
  { offers, context }: Around,
): Row {
  const { accountId, ids, now, base } = context;
  const { scope, url, method = 'GET', statuses = ['Success'], enabled = true } = postback;
  return {
    id: postback.id?.toLowerCase() ?? ids.of('postback', JSON.stringify([owner.key, index])),
    account_id: accountId,
    partner_id: owner.id,
    scope,
    ...targetOf(postback, offers),
    url: expandReceiver(url, base),
    method,
    statuses,
    enabled,
    ...toRetryRow(postback.retry),
    created_at: now,
  };
}

function targetOf({ offer: key, event: eventId }: SeedPostback, offers: OffersByKey): Row {
  const offer = typeof key === 'string' ? known(offers, key) : null;
  const event = offer?.events.find((each) => each.eventId === eventId);
  return { offer_id: offer?.id ?? null, offer_event_id: event?.id ?? null };
}
