import { query, type AdminApi, type Page } from '../client/admin-api';
import { Failed } from '../client/failures';
import { meant } from '../client/nearest';
import { findOffer, findPartner, type KnownOffer } from './known';
import { clickIdIn, PublicCalls, type Outcome, type Parameters } from './public-calls';

export interface ClickOptions {
  offer?: string;
  partner?: string;
  member?: string;
  pubClickId?: string;
  param?: Parameters;
}

export interface MadeClick {
  clickId: string;
  member: string;
  location: string;
}

/** Clicks on one offer, by the offer wall's link or a partner's. */
export class Clicker {
  private readonly calls: PublicCalls;

  private constructor(
    private readonly api: AdminApi,
    readonly offer: KnownOffer,
    /** Whose link is clicked; `null`: the offer wall's. */
    private readonly linkUrl: string | null,
    private readonly options: ClickOptions,
  ) {
    this.calls = new PublicCalls(api);
  }

  /** Looks everything up, and refuses what is not there. */
  static async open(api: AdminApi, options: ClickOptions): Promise<Clicker> {
    const offer = await findOffer(api, options.offer);
    const linkUrl = options.partner === undefined ? null : await linkOf(api, options.partner, offer);
    return new Clicker(api, offer, linkUrl, options);
  }

  async click(member: string): Promise<Outcome<MadeClick>> {
    const { pubClickId, param } = this.options;
    const outcome =
      this.linkUrl === null
        ? await this.calls.click(`${this.offer.clickUrl}${encodeURIComponent(member)}`, {
            pub_click_id: pubClickId,
            ...param,
          })
        : await this.calls.click(this.linkUrl, {
            pub_click_id: pubClickId ?? `click-${member}`,
            pub_member_id: member,
            ...param,
          });
    if (outcome.kind === 'refused') return outcome;
    const location = outcome.value;
    return { kind: 'taken', value: { clickId: await this.idOf(location, member), member, location } };
  }

  /** From where it leads; where the offer's link does not hand the id on, it is the member's last click. */
  private async idOf(location: string, member: string): Promise<string> {
    const handedOn = clickIdIn(location, this.offer);
    if (handedOn !== null) return handedOn;
    const { items } = await this.api.get<Page<{ id: string }>>(
      `/clicks${query({ offerId: this.offer.id, pubMemberId: member, page_size: '1' })}`,
    );
    return items[0]?.id ?? '';
  }
}

async function linkOf(api: AdminApi, wanted: string, offer: KnownOffer): Promise<string> {
  const partner = await findPartner(api, wanted);
  const links = `/partners/${partner.id}/links`;
  const { items } = await api.get<Page<{ url: string }>>(`${links}${query({ offerId: offer.id, page_size: '1' })}`);
  const [link] = items;
  if (link !== undefined) return link.url;
  throw new Failed(`${partner.name} has no link to ${offer.name}.${await offersLinked(api, links)}`);
}

async function offersLinked(api: AdminApi, links: string): Promise<string> {
  const { items } = await api.get<Page<{ offerId: string }>>(`${links}?page_size=5`);
  if (items.length === 0) return ` Make one: POST /admin/v1${links}`;
  const offers = await Promise.all(items.map(({ offerId }) => api.get<KnownOffer>(`/offers/${offerId}`)));
  return meant(
    '',
    offers.map(({ name }) => name),
  );
}
