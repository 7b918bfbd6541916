import { keyed, keyOrName, keyOrPlace, type Keyed } from './keyed';
import type { Path, SeedProblem } from './place';
import type { SeedAdvertiser, SeedClick, SeedConversion, SeedOffer, SeedPartner, SeedReceiver } from './seed';
import { ENTRIES } from './seed-shapes';

/** Everything of an account that others in its seed may refer to. */
export interface Book {
  advertisers: Keyed<SeedAdvertiser>;
  offers: Keyed<SeedOffer>;
  partners: Keyed<SeedPartner>;
  receivers: Keyed<SeedReceiver>;
  clicks: Keyed<SeedClick>;
  conversions: Keyed<SeedConversion>;
}

/** Opens the book of an account, however wrong its seed is. */
export function openBook(account: Readonly<Record<string, unknown>>, path: Path): Book {
  const at = (section: string): Path => [...path, section];
  return {
    advertisers: keyed(ENTRIES.advertisers, account['advertisers'], at('advertisers'), keyOrName),
    offers: keyed(ENTRIES.offers, account['offers'], at('offers'), keyOrName),
    partners: keyed(ENTRIES.partners, account['partners'], at('partners'), keyOrName),
    receivers: keyed(ENTRIES.receivers, account['receivers'], at('receivers'), keyOrName),
    clicks: keyed(ENTRIES.clicks, account['clicks'], at('clicks'), CLICK_KEY),
    conversions: keyed(ENTRIES.conversions, account['conversions'], at('conversions'), CONVERSION_KEY),
  };
}

/** `click-1` is the first click, where it gives no key. */
export const CLICK_KEY = keyOrPlace('click');
export const CONVERSION_KEY = keyOrPlace('conversion');

export function doublesOf({ advertisers, offers, partners, receivers, clicks, conversions }: Book): SeedProblem[] {
  return [advertisers, offers, partners, receivers, clicks, conversions].flatMap(({ doubles }) => doubles);
}
