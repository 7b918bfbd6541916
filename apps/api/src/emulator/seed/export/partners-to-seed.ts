import type { PartnerEntity, PartnerLinkEntity, PostbackEntity } from '@app/store';
import { shortenReceiver, type ReceiverBase } from '../format/receiver-url';
import { toRetry } from '../format/retry-of-seed';
import type { SeedLink, SeedPartner, SeedPostback } from '../format/seed';
import { compare, withKeys, type Exported } from './keys';
import { lean, unlessEmpty } from './lean';

interface PartnerRows {
  partners: readonly PartnerEntity[];
  links: readonly PartnerLinkEntity[];
  postbacks: readonly PostbackEntity[];
}

/** What partners refer to. */
export interface Targets {
  /** By id. */
  offerKeys: ReadonlyMap<string, string>;
  /** Event IDs by the id of the event. */
  eventIds: ReadonlyMap<string, string>;
  base: ReceiverBase;
  ids: boolean;
}

/** What leads to a deleted offer or event is left out. */
export function toPartners({ partners, links, postbacks }: PartnerRows, targets: Targets): Exported<SeedPartner>[] {
  const entries = partners.map(({ id, name, contactEmail }) => {
    const own = lean(
      {
        contactEmail,
        links: unlessEmpty(
          toLinks(
            links.filter(({ partnerId }) => partnerId === id),
            targets,
          ),
        ),
        postbacks: unlessEmpty(
          toPostbacks(
            postbacks.filter(({ partnerId }) => partnerId === id),
            targets,
          ),
        ),
      },
      { contactEmail: null },
    );
    return { id, entry: { name, ...own } };
  });
  return withKeys<SeedPartner>(entries, targets.ids);
}

function toLinks(links: readonly PartnerLinkEntity[], { offerKeys, ids }: Targets): SeedLink[] {
  return links
    .flatMap(({ id, offerId }) => {
      const offer = offerKeys.get(offerId);
      return offer === undefined ? [] : [{ ...(ids && { id }), offer }];
    })
    .sort((left, right) => compare(left.offer, right.offer));
}

function toPostbacks(postbacks: readonly PostbackEntity[], targets: Targets): SeedPostback[] {
  return postbacks
    .flatMap((postback) => {
      const said = toPostback(postback, targets);
      return said === null ? [] : [{ id: postback.id, said, text: JSON.stringify(said) }];
    })
    .sort((left, right) => compare(left.text, right.text))
    .map(({ id, said }) => ({ ...(targets.ids && { id }), ...said }));
}

function toPostback(postback: PostbackEntity, { offerKeys, eventIds, base }: Targets): SeedPostback | null {
  const { scope, offerId, offerEventId, method, statuses, enabled } = postback;
  const offer = offerId === null ? null : offerKeys.get(offerId);
  const event = offerEventId === null ? null : eventIds.get(offerEventId);
  if (offer === undefined || event === undefined) return null;
  const waits = postback.retryWaitsMs?.map(Number) ?? null;
  return {
    scope,
    ...lean({ offer, event }, { offer: null, event: null }),
    url: shortenReceiver(postback.url, base),
    ...lean(
      { method, statuses, enabled, retry: toRetry(postback.retryProfile, waits) },
      { method: 'GET', statuses: ['Success'], enabled: true },
    ),
  };
}
