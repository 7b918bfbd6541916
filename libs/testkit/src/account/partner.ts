import type { AdminHttp } from '../client/admin-http';
import type { Schemas } from '../client/types';

/** A partner of the account, and what is set up for it. */
export class Partner {
  readonly id: string;
  readonly name: string;

  constructor(
    private readonly http: AdminHttp,
    { id, name }: Schemas['PartnerView'],
  ) {
    this.id = id;
    this.name = name;
  }

  /** Its tracking link to an offer. */
  link({ id: offerId }: { id: string }): Promise<Schemas['PartnerLinkView']> {
    return this.http.call('POST', `/partners/${this.id}/links`, { body: { offerId } });
  }

  /** A postback of its; without a scope, one for all offers. */
  postback(
    fields: Partial<Schemas['CreatePostback']> & Pick<Schemas['CreatePostback'], 'url'>,
  ): Promise<Schemas['PostbackView']> {
    return this.http.call('POST', `/partners/${this.id}/postbacks`, { body: { scope: 'global', ...fields } });
  }
}
