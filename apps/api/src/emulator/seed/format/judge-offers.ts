import { offerLinkProblem, offerProblems } from '@app/domain';
import { isAddressRange } from '../../../http/offers/address-range';
import type { Book } from './book';
import { dangling, type Entry } from './keyed';
import { toEvent, toOffer } from './offer-of-seed';
import type { Path, SeedProblem } from './place';
import type { SeedOffer } from './seed';
import { urlProblems } from './url-problems';

const NO_REFERENCES = { advertiserId: '', categoryId: '', countryId: null };

/** What is wrong with offers besides their shape: references, links, fields that do not go together. */
export function judgeOffers(book: Book): SeedProblem[] {
  return book.offers.entries
    .flatMap((entry) => [
      ...dangling(book.advertisers, entry.value.advertiser, {
        path: [...entry.path, 'advertiser'],
        what: 'advertiser',
      }),
      ...urlProblems(book, entry.value.link, { path: [...entry.path, 'link'], problemOf: offerLinkProblem }),
      ...addressProblems(entry),
      ...asAWhole(entry),
    ])
    .concat(sameExternalIds(book.offers.entries));
}

/** One default at most: there is one of each account. */
export function judgeAdvertisers({ advertisers }: Book): SeedProblem[] {
  const defaults = advertisers.entries.filter(({ value }) => value.default === true);
  return defaults
    .slice(1)
    .map(({ path }) => ({ path: [...path, 'default'], message: 'is true of another advertiser before it too' }));
}

/** What a source calls its offers, it calls one offer. */
function sameExternalIds(offers: readonly Entry<SeedOffer>[]): SeedProblem[] {
  const seen = new Set<string>();
  return offers.flatMap(({ value: { source = 'GoKart', externalId }, path }) => {
    if (typeof externalId !== 'string') return [];
    const name = JSON.stringify([source, externalId]);
    if (seen.has(name)) {
      return [{ path: [...path, 'externalId'], message: 'is that of an offer of its source before it' }];
    }
    seen.add(name);
    return [];
  });
}

function addressProblems({ value, path }: Entry<SeedOffer>): SeedProblem[] {
  return (value.ipWhitelist ?? []).flatMap((range, index) =>
    isAddressRange(range)
      ? []
      : [{ path: [...path, 'ipWhitelist', index], message: 'must be an IP address or a CIDR block' }],
  );
}

function asAWhole({ value, path }: Entry<SeedOffer>): SeedProblem[] {
  const events = (value.events ?? []).map(toEvent);
  return offerProblems(toOffer(value, NO_REFERENCES), events).map(({ field, message }) => ({
    path: [...path, ...pathOf(field)],
    message: `: ${message}`,
  }));
}

/** `events.0.eventId`, as the domain names fields. */
function pathOf(field: string): Path {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
