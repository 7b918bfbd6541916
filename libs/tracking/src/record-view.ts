import type { PubParameters, RefusalCode } from '@app/domain';
import { newId } from '@app/runtime';
import { findView, insertView, type Database } from '@app/store';
import type { Catalog, OfferConfig } from './catalog';

export interface ViewCall {
  offerId: string;
  pubMemberId: string;
  /** A view that the caller made earlier; taken again when it is of the same offer and member. G§2.1. */
  viewId: string | null;
  parameters: PubParameters;
  sourceIp: string;
  url: string;
}

export type ViewResult =
  | { kind: 'viewed'; offer: OfferConfig; viewId: string }
  | { kind: 'refused'; code: RefusalCode; accountId: string | null };

/** Records that a member opened an offer's details. */
export class RecordView {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  async record(call: ViewCall): Promise<ViewResult> {
    const offer = await this.catalog.offer(call.offerId);
    if (offer === null || offer.deleted) return { kind: 'refused', code: 'offer_unknown', accountId: null };
    if (offer.status !== 'Active') return { kind: 'refused', code: 'offer_inactive', accountId: offer.accountId };
    const reused = await this.reusable(call);
    if (reused !== null) return { kind: 'viewed', offer, viewId: reused };
    const { pubMemberId, parameters, sourceIp, url } = call;
    const viewId = newId();
    await insertView(this.database, {
      id: viewId,
      accountId: offer.accountId,
      offerId: offer.id,
      pubMemberId,
      parameters,
      sourceIp,
      url,
    });
    return { kind: 'viewed', offer, viewId };
  }

  private async reusable({ viewId, offerId, pubMemberId }: ViewCall): Promise<string | null> {
    if (viewId === null) return null;
    const view = await findView(this.database, viewId);
    return view?.offerId === offerId && view.pubMemberId === pubMemberId ? view.id : null;
  }
}
