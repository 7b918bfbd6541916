import { AdminClient } from '../client/admin-client';
import type { AdminHttp, Answered, Query } from '../client/admin-http';
import type { Schemas } from '../client/types';
import { Clock } from './clock';
import { Conversion, type ConversionAnswer } from './conversion';
import { Deliveries } from './deliveries';
import { Emulator } from './emulator';
import { Partner } from './partner';
import { PublicCalls } from './public-calls';
import { putReceiver, Receiver, type Step } from './receiver';
import { Waits } from './waits';

export type Offer = Schemas['OfferView'];

/** A click that was redirected. */
export interface Click {
  id: string;
  member: string;
  /** Where the redirect leads, with its macros replaced. */
  location: string;
}

/** What a conversion postback says besides its click. Any parameter of the platform by its own name, too. */
export type ConversionFields = Query & {
  /** `cnv_event_id`. */
  event?: string;
  /** `cnv_amount`. */
  amount?: number;
};

const LINK = 'https://advertiser.example/land?click={gk_click_id}';
const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

/** An account of one's own: nothing of it is seen or changed by any other. */
export class Account {
  /** The whole admin REST, typed. */
  readonly api: AdminClient;
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  /** Long polls for clicks and conversions. */
  readonly waits: Waits;
  /** Faults, snapshots, seeds, reset. */
  readonly emulator: Emulator;
  private readonly calls: PublicCalls;
  private named = 0;

  constructor(
    readonly slug: string,
    private readonly http: AdminHttp,
  ) {
    this.api = new AdminClient(http);
    this.clock = new Clock(http);
    this.deliveries = new Deliveries(http);
    this.waits = new Waits(http);
    this.emulator = new Emulator(http);
    this.calls = new PublicCalls(http);
  }

  /** The server's address, without a slash at its end. */
  get url(): string {
    return this.http.url;
  }

  /** Opens the admin REST for this account alone. */
  get key(): string {
    return this.http.key;
  }

  /** A receiver that answers by a script: `account.receiver(503, 503, 200)`. Without one it answers 200. */
  async receiver(...script: readonly Step[]): Promise<Receiver> {
    const name = `receiver-${String((this.named += 1))}`;
    const { url } = await putReceiver(this.http, name, script);
    return new Receiver(this.http, name, url);
  }

  /** An offer of one event; what is left out has the platform's defaults. */
  offer(fields: Partial<Schemas['CreateOffer']> = {}): Promise<Offer> {
    return this.http.call('POST', '/offers', { body: { name: 'Boost Card', link: LINK, ...fields } });
  }

  async partner(fields: Partial<Schemas['CreatePartner']> = {}): Promise<Partner> {
    const body = { name: 'Brightwheels', ...fields };
    return new Partner(this.http, await this.http.call<Schemas['PartnerView']>('POST', '/partners', { body }));
  }

  /** Where callbacks go, and which. */
  callback(to: Receiver | Schemas['ReplaceCallback']): Promise<Schemas['CallbackView']> {
    return this.http.call('PUT', '/account/callback', { body: to instanceof Receiver ? { url: to.url } : to });
  }

  /** A member's click on an offer, or on a partner's link. */
  async click(
    on: Pick<Offer, 'clickUrl'> | Pick<Schemas['PartnerLinkView'], 'url'>,
    { member = 'member-1', ...parameters }: Query & { member?: string } = {},
  ): Promise<Click> {
    const isOffer = 'clickUrl' in on;
    const address = isOffer ? `${on.clickUrl}${encodeURIComponent(member)}` : on.url;
    const call = await this.calls.click(address, isOffer ? parameters : { pub_member_id: member, ...parameters });
    const location = call.headers.get('location');
    if (call.status !== 302 || location === null) throw await this.calls.refusalOf('click', call);
    return { id: await this.clickIdIn(location, member), member, location };
  }

  /**
   * The advertiser's conversion postback. Answers the conversion that was recorded, whatever its status; throws a
   * `PitlaneRefusal` with the decision trace when none was.
   */
  async convert(click: Click | string, { event, amount, ...fields }: ConversionFields = {}): Promise<Conversion> {
    const clickId = typeof click === 'string' ? click : click.id;
    const call = await this.calls.conversion({
      gk_click_id: clickId,
      ...{ cnv_event_id: event, cnv_amount: amount },
      ...fields,
    });
    if (call.status !== 200) throw await this.calls.refusalOf('conversion', call);
    return new Conversion(this.http, conversionIn(call), clickId);
  }

  /** The call of a rejection endpoint. It answers 200 for what it does not know, too, as the platform's does. */
  async reject(what: Pick<Conversion, 'id'> | Click | string, reason: string): Promise<void> {
    const id = typeof what === 'string' ? what : what.id;
    const call = await this.calls.rejection({ new_rejected_reason: reason, transaction_id: id });
    if (call.status !== 200) throw await this.calls.refusalOf('rejection', call);
  }

  /** An offer's link may show the id anywhere, or nowhere. */
  private async clickIdIn(location: string, member: string): Promise<string> {
    const ids = new Set(location.match(ID));
    const [only] = ids;
    if (only !== undefined && ids.size === 1 && location.includes(only)) return only;
    const query = { pubMemberId: member, page_size: 1 };
    const { items } = await this.http.call<Schemas['PageOfClickEvent']>('GET', '/clicks', { query });
    return items[0]?.id ?? '';
  }
}

function conversionIn({ body }: Answered): ConversionAnswer {
  const read: (json: string) => { data: ConversionAnswer } = JSON.parse;
  return read(body).data;
}
