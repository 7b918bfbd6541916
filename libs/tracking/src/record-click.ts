import type { OfferLinkClick, PubParameters, RefusalCode } from '@app/domain';
import { newId } from '@app/runtime';
import { findView, Grouped, insertClicks, type Database, type NewClick, type ViewRow } from '@app/store';
import type { Catalog, OfferConfig } from './catalog';

/** Measured: below, what a statement costs by itself is more than its clicks. */
const WORTH_A_STATEMENT = 16;

/** Who clicked, from where, with what: the same for each way to click. */
export interface ClickCall {
  pubMemberId: string | null;
  pubClickId: string | null;
  parameters: PubParameters;
  sourceIp: string;
  userAgent: string | null;
  url: string;
}

export type ClickResult =
  | { kind: 'clicked'; accountId: string; offerId: string; clickId: string; location: string }
  /** `offer` is known: the call belongs to its account. */
  | { kind: 'refused'; code: RefusalCode; accountId: string | null; offerId: string | null };

/** Records a click and says where it goes. Durable once the promise resolves. K§3.1. */
export class RecordClick {
  private readonly commits: Grouped<NewClick>;
  /** Clicks that this process has recorded. */
  recorded = 0;

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {
    const insert = async (clicks: NewClick[]): Promise<NewClick[]> => {
      await insertClicks(database, clicks);
      return clicks;
    };
    this.commits = new Grouped(insert, 'clicks', { besides: WORTH_A_STATEMENT });
  }

  /** By a view: the member is the view's, publisher parameters of the call add to the view's. */
  async byView(viewId: string, offerId: string | null, call: ClickCall): Promise<ClickResult> {
    const view = await findView(this.database, viewId);
    if (view === null) return refused('view_unknown');
    if (offerId !== null && offerId !== view.offerId) {
      return { ...refused('view_offer_mismatch'), accountId: view.accountId };
    }
    const offer = this.catalog.knownOffer(view.offerId) ?? (await this.catalog.offer(view.offerId));
    return this.record(offer, withView(call, view), { viewId: view.id, partnerId: null });
  }

  /** Without a view, by the offer's id. */
  async byOffer(offerId: string, call: ClickCall): Promise<ClickResult> {
    const offer = this.catalog.knownOffer(offerId) ?? (await this.catalog.offer(offerId));
    return this.record(offer, call, { viewId: null, partnerId: null });
  }

  /** By a partner's tracking link. */
  async byPartnerLink(linkId: string, call: ClickCall): Promise<ClickResult> {
    const link = await this.catalog.partnerLink(linkId);
    if (link === null) return refused('link_unknown');
    return this.record(await this.catalog.offer(link.offerId), call, { viewId: null, partnerId: link.partnerId });
  }

  /** Resolves when every click that was taken is durable. */
  drained(): Promise<void> {
    return this.commits.drained();
  }

  private async record(
    offer: OfferConfig | null,
    call: ClickCall,
    by: { viewId: string | null; partnerId: string | null },
  ): Promise<ClickResult> {
    if (offer === null || offer.deleted) return refused('offer_unknown');
    const { id: offerId, accountId } = offer;
    if (offer.status !== 'Active') return { kind: 'refused', code: 'offer_inactive', accountId, offerId };
    const { pubMemberId, pubClickId, parameters, sourceIp, userAgent, url } = call;
    if (pubMemberId === null) return { kind: 'refused', code: 'parameter_missing', accountId, offerId };
    const click: NewClick & OfferLinkClick = {
      id: newId(),
      accountId,
      offerId,
      viewId: by.viewId,
      partnerId: by.partnerId,
      pubMemberId,
      pubClickId,
      parameters,
      sourceIp,
      userAgent,
      url,
    };
    await this.commits.add(click);
    this.recorded += 1;
    return { kind: 'clicked', accountId, offerId, clickId: click.id, location: offer.renderLink(click) };
  }
}

function withView(call: ClickCall, view: ViewRow): ClickCall {
  return { ...call, pubMemberId: view.pubMemberId, parameters: { ...view.parameters, ...call.parameters } };
}

function refused(code: RefusalCode): Extract<ClickResult, { kind: 'refused' }> {
  return { kind: 'refused', code, accountId: null, offerId: null };
}
