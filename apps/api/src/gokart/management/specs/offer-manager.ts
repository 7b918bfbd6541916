import { callEnvelope, type EnvelopeAnswer } from '@app/testing';
import { OwnAccount } from '../../../specs/own-account';
import { ROOT_KEY } from '../../../specs/test-api';

export type Shown = Record<string, unknown> & { id: string; offerEvents: (Record<string, unknown> & { id: string })[] };

/** Below `/api/v1`. */
export const OFFERS = '/sdk-offer-management/publisher/offers';
export const NOBODY = '019a8f3e-0000-7000-8000-000000000000';
export const PLAIN = {
  trackingSystemLink: 'https://advertiser.test/?click={gk_click_id}',
  trackingSystem: 'Adjust',
  name: 'Dragon',
  headline: 'Play it',
};
export const COSTS = {
  shouldSendCostData: true,
  costModel: 'CPI',
  appName: 'Dragon',
  storeId: 'id42',
  advertiserCampaignName: 'Spring',
};
export const MULTI = { ...PLAIN, offerType: 'MultiEvent', offerEvents: [{ eventId: 'install' }, { eventId: 'level' }] };

/** An account of each test's own, and who manages its offers. */
export class OfferManager extends OwnAccount {
  call<Data = Shown>(
    method: string,
    path: string,
    body?: unknown,
    { slug }: { slug: string } = this.account,
  ): Promise<EnvelopeAnswer<Data>> {
    return callEnvelope<Data>(this.api.url(), { key: ROOT_KEY, slug }, { method, path, body });
  }

  async create(fields: object = {}): Promise<Shown> {
    const { status, body } = await this.call('POST', OFFERS, { ...PLAIN, ...fields });
    expect({ status, body }).toMatchObject({ status: 201, body: { isSuccessful: true, responseType: 'Success' } });
    return body.data;
  }

  offersOf(of = this.account): Promise<{ id: string }[]> {
    return this.db.rows('SELECT id FROM offers WHERE account_id = $1', [of.id]);
  }
}
