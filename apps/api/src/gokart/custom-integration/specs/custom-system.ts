import { callEnvelope, type EnvelopeAnswer } from '@app/testing';
import { OwnAccount } from '../../../specs/own-account';
import { ROOT_KEY } from '../../../specs/test-api';

export interface Result {
  externalId: string | null;
  messages: string[];
}

export type Answer = EnvelopeAnswer<
  Record<'createdOffers' | 'updatedOffers' | 'notChangedOffers' | 'failedOffers', Result[]>
>;

const PATH = '/integrations/offer-providers/custom/offers';
export const UNCHANGED = 'Offer has the same data';
export const DATA = {
  trackingSystemLink: 'https://advertiser.test/?click={gk_click_id}',
  trackingSystem: 'CustomTracking',
  name: 'Dragon',
  headline: 'Play it',
  revenue: 2,
};
export const EVENT = {
  eventId: 'install',
  name: 'Install',
  showOnOfferWall: true,
  displayOrder: 1,
  sequenceNumber: null,
  minTimeFromPreviousEvent: null,
  deadlineDays: null,
  pendingTime: 0,
  revenue: 1.5,
  reward: 3,
  useDefaultRatio: false,
  dailyCap: null,
  weeklyCap: null,
  monthlyCap: 5,
  allTimeCap: null,
  allowRepetitions: false,
};
export const MULTI = {
  ...DATA,
  offerType: 'MultiEvent',
  offerEvents: [EVENT, { ...EVENT, eventId: 'level', displayOrder: 2 }],
};

let requests = 0;
export const newRequestId = (): string => `00000000-0000-4000-8000-${String((requests += 1)).padStart(12, '0')}`;

export const request = (operation: string, offers: unknown, concurrencyRequestId = newRequestId()): object => ({
  concurrencyRequestId,
  operation,
  offers,
});

export const offer = (externalId: string, data: object = {}): object => ({
  externalId,
  offerData: { ...DATA, ...data },
});

/** An account of each test's own, and its system. */
export class CustomSystem extends OwnAccount {
  call(body: unknown, { slug }: { slug: string } = this.account): Promise<Answer> {
    return callEnvelope(this.api.url(), { key: ROOT_KEY, slug }, { method: 'POST', path: PATH, body });
  }

  /** Ids by what became of them. */
  async send(operation: string, offers: object[], of = this.account): Promise<Record<string, (string | null)[]>> {
    const { status, body } = await this.call(request(operation, offers), of);
    expect({ status, body }).toMatchObject({ status: 200, body: { isSuccessful: true, responseType: 'Success' } });
    return Object.fromEntries(
      Object.entries(body.data)
        .filter(([, results]) => results.length > 0)
        .map(([kind, results]) => [kind.replace('Offers', ''), results.map(({ externalId }) => externalId)]),
    );
  }

  offersOf(of = this.account): Promise<{ id: string; external_id: string; status: string; source: string }[]> {
    return this.db.rows(
      `SELECT id, external_id, name, status, source FROM offers WHERE account_id = $1 AND deleted_at IS NULL
        ORDER BY external_id, source`,
      [of.id],
    );
  }

  /** Statuses by the id of the system. */
  async statuses(): Promise<[string, string][]> {
    return (await this.offersOf()).map(({ external_id: id, status }) => [id, status]);
  }
}
