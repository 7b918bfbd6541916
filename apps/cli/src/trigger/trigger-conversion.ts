import type { AdminApi } from '../client/admin-api';
import { Failed, UsageError } from '../client/failures';
import { eventOf, findClick, type KnownOffer } from './known';
import { PublicCalls, type Outcome, type Parameters, type TakenConversion } from './public-calls';
import { Clicker, type ClickOptions } from './trigger-click';

export interface ConversionOptions extends ClickOptions {
  click?: string;
  event?: string;
  amount?: string;
  advertiserId?: string;
}

/** What a conversion came to, and of which click. */
export type ConversionOutcome = Outcome<TakenConversion> & { clickId: string };

/** Reports conversions: of one click again and again, or each of a new one. */
export class Converter {
  private constructor(
    private readonly calls: PublicCalls,
    private readonly postbackUrl: string,
    private readonly parameters: Parameters,
    private readonly clickOf: Source['clickOf'],
  ) {}

  /** Looks everything up, and refuses what is not there or does not go together. */
  static async open(api: AdminApi, options: ConversionOptions): Promise<Converter> {
    const { click, event, amount, advertiserId, param, ...clickOptions } = options;
    const { postbackUrl } = await api.get<{ postbackUrl: string }>('/account');
    const { offer, clickOf } =
      click === undefined ? await fromNewClicks(api, clickOptions) : await fromClick(api, click, clickOptions);
    // Whoever names the wire parameter wants to see what becomes of it.
    const eventId = param?.['cnv_event_id'] === undefined ? eventOf(offer, event) : undefined;
    const parameters = { cnv_event_id: eventId, cnv_amount: amount, cnv_conversion_id: advertiserId, ...param };
    return new Converter(new PublicCalls(api), postbackUrl, parameters, clickOf);
  }

  async convert(member: string): Promise<ConversionOutcome> {
    const clicked = await this.clickOf(member);
    if (clicked.kind === 'refused') return { ...clicked, clickId: '' };
    const { clickId } = clicked.value;
    return {
      ...(await this.calls.conversion(this.postbackUrl, { gk_click_id: clickId, ...this.parameters })),
      clickId,
    };
  }
}

interface Source {
  offer: KnownOffer;
  /** Makes the click of a member, or answers the one that was named. */
  clickOf: (member: string) => Promise<Outcome<{ clickId: string }>>;
}

async function fromNewClicks(api: AdminApi, options: ClickOptions): Promise<Source> {
  const clicker = await Clicker.open(api, options);
  return { offer: clicker.offer, clickOf: (member) => clicker.click(member) };
}

async function fromClick(
  api: AdminApi,
  id: string,
  { offer, partner, member, pubClickId }: ClickOptions,
): Promise<Source> {
  const other = Object.entries({ offer, partner, member, 'pub-click-id': pubClickId }).find(
    ([, value]) => value !== undefined,
  );
  if (other !== undefined) throw new UsageError(`--${other[0]} does not go with --click: the click has its own.`);
  const click = await findClick(api, id);
  const found = await api.get<KnownOffer>(`/offers/${click.offerId}`).catch(() => {
    throw new Failed(`The offer of click ${id} is gone.`);
  });
  return { offer: found, clickOf: () => Promise.resolve({ kind: 'taken', value: { clickId: click.id } }) };
}
