import { randomBytes } from 'node:crypto';
import { AdminClient } from './admin-client';
import type {
  ClickAnswer,
  Conversion,
  ConversionAnswer,
  Delivery,
  DeliveryDetails,
  Envelope,
  Offer,
  Partner,
  PartnerLink,
  Postback,
  ReceiverRequest,
  Step,
} from './answers';
import { request, type HttpAnswer } from './http';

type Fields = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

const LINK = 'https://advertiser.example/land?click={gk_click_id}';

/** An account of a test's own, with the admin REST and the public calls that belong to it. */
export class Account {
  constructor(
    readonly slug: string,
    readonly key: string,
    readonly api: AdminClient,
    /** With its signature; parameters are appended. */
    readonly postbackUrl: string,
  ) {}

  get url(): string {
    return this.api.url;
  }

  /** The same account on another server, or on the same one after a restart. */
  on({ url }: { url: string }): Account {
    return new Account(this.slug, this.key, new AdminClient(url, this.key), this.postbackUrl);
  }

  offer(fields: Fields = {}): Promise<Offer> {
    return this.api.post<Offer>('/offers', { name: 'Boost Card', link: LINK, ...fields });
  }

  multiEventOffer(eventIds: readonly string[], fields: Fields = {}): Promise<Offer> {
    return this.offer({
      offerType: 'MultiEvent',
      events: eventIds.map((eventId) => ({ eventId, name: eventId })),
      ...fields,
    });
  }

  partner(name = 'Brightwheels'): Promise<Partner> {
    return this.api.post<Partner>('/partners', { name });
  }

  link(partner: Partner, { id: offerId }: Offer): Promise<PartnerLink> {
    return this.api.post<PartnerLink>(`/partners/${partner.id}/links`, { offerId });
  }

  postback(partner: Partner, fields: Fields): Promise<Postback> {
    return this.api.post<Postback>(`/partners/${partner.id}/postbacks`, fields);
  }

  callback(fields: Fields): Promise<unknown> {
    return this.api.put('/account/callback', fields);
  }

  /** A scripted receiver of the product; answers its URL. */
  async receiver(name: string, ...script: Step[]): Promise<string> {
    const { url } = await this.api.put<{ url: string }>(`/emulator/receivers/${name}`, {
      script: script.length === 0 ? [{ status: 200 }] : script,
    });
    return url;
  }

  /** What came to it, oldest first; URLs without what is before and in the receiver's own. */
  async received(name: string): Promise<ReceiverRequest[]> {
    const requests = await this.api.list<ReceiverRequest>(`/emulator/receivers/${name}/requests`);
    return requests.map((request) => ({
      ...request,
      url: request.url.slice(request.url.indexOf(`/${name}`) + name.length + 1),
    }));
  }

  /** A member's click on an offer. */
  async click(
    offer: Offer,
    member = `member-${randomBytes(4).toString('hex')}`,
    parameters: Parameters = {},
  ): Promise<ClickAnswer> {
    return this.follow(
      `${this.local(offer.clickUrl)}${encodeURIComponent(member)}&${new URLSearchParams(parameters).toString()}`,
    );
  }

  /** A click on a partner's link. */
  partnerClick(link: PartnerLink, parameters: Parameters): Promise<ClickAnswer> {
    return this.follow(`${this.local(link.url)}?${new URLSearchParams(parameters).toString()}`);
  }

  /** Calls the canonical conversion postback. */
  postbackCall(parameters: Parameters): Promise<HttpAnswer> {
    return request(`${this.local(this.postbackUrl)}&${new URLSearchParams(parameters).toString()}`);
  }

  /** A conversion of a click that is recorded. */
  async convert(clickId: string, parameters: Parameters = {}): Promise<ConversionAnswer> {
    const { status, json, text } = await this.postbackCall({ gk_click_id: clickId, ...parameters });
    const { data } = json as Envelope<ConversionAnswer>;
    if (status !== 200 || data === undefined) throw new Error(`The conversion was refused: ${status} ${text}`);
    return data;
  }

  /** A click and its conversion. */
  async convertNew(offer: Offer, parameters: Parameters = {}): Promise<ConversionAnswer & { clickId: string }> {
    const { clickId } = await this.click(offer);
    return { clickId, ...(await this.convert(clickId, parameters)) };
  }

  conversion(id: string): Promise<Conversion> {
    return this.api.get<Conversion>(`/conversions/${id}`);
  }

  setStatus(id: string, status: string, rejectionReason?: string): Promise<Conversion> {
    return this.api.patch<Conversion>(`/conversions/${id}`, {
      status,
      ...(rejectionReason === undefined ? {} : { rejectionReason }),
    });
  }

  /** Deliveries as the list shows them, oldest first. */
  deliveries(filter: string): Promise<Delivery[]> {
    return this.api.list<Delivery>(`/deliveries?${filter}&order_asc=true`);
  }

  delivery(id: string): Promise<DeliveryDetails> {
    return this.api.get<DeliveryDetails>(`/deliveries/${id}`);
  }

  /** The first delivery that matches, as soon as there is one. */
  async awaited(filter: string): Promise<Delivery> {
    return this.api.get<Delivery>(`/deliveries/wait?${filter}&timeout=10s`);
  }

  freeze(): Promise<{ now: string }> {
    return this.api.post('/emulator/clock/freeze', {});
  }

  advance(by: string | number): Promise<{ now: string; matured: number; attempted: number }> {
    return this.api.post('/emulator/clock/advance', { by });
  }

  /** An address that the product printed, reached where the test reaches the server. */
  local(address: string): string {
    const { pathname, search } = new URL(address);
    return `${this.url}${pathname}${search}`;
  }

  private async follow(url: string): Promise<ClickAnswer> {
    const { status, headers, text } = await request(url);
    const location = headers.get('location');
    if (status !== 302 || location === null) throw new Error(`The click was refused: ${status} ${text}`);
    return { location, clickId: new URL(location).searchParams.get('click') ?? '', headers };
  }
}

/** Makes an account with the root key. */
export async function createAccount(root: AdminClient): Promise<Account> {
  const slug = `t-${randomBytes(6).toString('hex')}`;
  const { apiKey } = await root.post<{ apiKey: string }>('/accounts', { slug });
  const api = new AdminClient(root.url, apiKey);
  const { postbackUrl } = await api.get<{ postbackUrl: string }>('/account');
  return new Account(slug, apiKey, api, postbackUrl);
}
