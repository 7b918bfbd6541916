import { GOKART_WAITS_MS, receiverOf } from '@app/domain';
import { aConversion } from '../builders/conversions';
import { aNumber, anId } from '../builders/ids';
import { aClick, anEvent, anOffer, aPostback } from '../builders/offers';
import { aPolicy, COMPLETED_AT } from '../builders/policy';
import type { TestDatabase } from '../servers/test-database';
import { insert } from './insert';
import type {
  AccountInput,
  CallbackInput,
  ClickInput,
  ConversionInput,
  DeliveryInput,
  GivenAccount,
  GivenClick,
  GivenConversion,
  GivenDelivery,
  GivenOffer,
  GivenPartner,
  GivenPostback,
  OfferInput,
  PostbackInput,
} from './rows';

/** Writes real rows. Whatever a row needs and is not given, such as the offer of a click, is made along with it. */
export class Given {
  constructor(private readonly database: TestDatabase) {}

  async account({ callback, ...input }: AccountInput = {}): Promise<GivenAccount> {
    const id = anId();
    const number = aNumber();
    const account: GivenAccount = {
      id,
      slug: input.slug ?? `tenant-${number}`,
      signature: `signature-${number}`,
      pathSecrets: `first-${number}/second-${number}/third-${number}`,
      rejectionEndpointId: `endpoint${number}`,
      advertiserId: anId(),
      categoryId: anId(),
      countryId: anId(),
    };
    const { advertiserId, categoryId, countryId, ...secrets } = account;
    const row = { name: account.slug, openPostbacks: false, ...input, ...secrets };
    await insert(this.database, 'accounts', row);
    const owned = { accountId: id, isDefault: true };
    await insert(this.database, 'advertisers', { ...owned, id: advertiserId, name: 'Default advertiser' });
    await insert(this.database, 'categories', { ...owned, id: categoryId, name: 'General' });
    await insert(this.database, 'countries', { ...owned, id: countryId, code2: 'US', code3: 'USA' });
    if (callback !== undefined) await this.callback(account, callback);
    return account;
  }

  /** Where the account's callbacks go from now on. */
  async callback(account: GivenAccount, callback: CallbackInput): Promise<void> {
    await this.database.rows('DELETE FROM callback_settings WHERE account_id = $1', [account.id]);
    await insert(this.database, 'callback_settings', { accountId: account.id, ...callback });
  }

  /** Freezes the account's clock; `null` lets it run with the machine's. */
  async platformTime(account: GivenAccount, frozenAt: Date | null): Promise<void> {
    await this.database.rows('UPDATE accounts SET frozen_at = $2 WHERE id = $1', [account.id, frozenAt]);
  }

  async offer({ account, events, deletedAt, ...input }: OfferInput = {}): Promise<GivenOffer> {
    const of = account ?? (await this.account());
    const offer = anOffer({
      ...(events === undefined ? {} : { offerType: 'MultiEvent' }),
      ...input,
      accountId: of.id,
      events: (events ?? []).map((event, index) => anEvent({ displayOrder: index + 1, ...event })),
    });
    const { events: steps, ...row } = offer;
    const rejectionEndpointId = `offer${aNumber()}`;
    const { advertiserId, categoryId, countryId } = of;
    const parts = { advertiserId, categoryId, countryId, rejectionEndpointId, createdAt: COMPLETED_AT, deletedAt };
    await insert(this.database, 'offers', { ...row, ...parts });
    for (const step of steps) {
      await insert(this.database, 'offer_events', { ...step, accountId: of.id, offerId: offer.id });
    }
    return { ...offer, account: of, rejectionEndpointId };
  }

  async partner({ account, name }: { account?: GivenAccount; name?: string } = {}): Promise<GivenPartner> {
    const of = account ?? (await this.account());
    const partner = { id: anId(), name: name ?? `Partner ${aNumber()}` };
    await insert(this.database, 'partners', { ...partner, accountId: of.id });
    return { ...partner, account: of };
  }

  /** Answers the link's id. */
  async partnerLink(partner: GivenPartner, offer: GivenOffer): Promise<string> {
    const id = anId();
    const row = { id, accountId: partner.account.id, partnerId: partner.id, offerId: offer.id };
    await insert(this.database, 'partner_links', row);
    return id;
  }

  async postback({ partner, retryProfile, retryWaitsMs, ...input }: PostbackInput = {}): Promise<GivenPostback> {
    const of = partner ?? (await this.partner());
    const { policy, ...row } = aPostback({ ...input, partnerId: of.id, accountId: of.account.id });
    await insert(this.database, 'postbacks', { ...row, retryProfile, retryWaitsMs });
    return { ...row, policy, partner: of };
  }

  async click({ offer, partner, ...input }: ClickInput = {}): Promise<GivenClick> {
    const to = offer ?? (await this.offer(partner === undefined ? {} : { account: partner.account }));
    const click = aClick({ ...input, accountId: to.accountId, offerId: to.id, partnerId: partner?.id ?? null });
    await insert(this.database, 'clicks', { ...click, sourceIp: '203.0.113.7', url: '/api/v1/offer-wall/offer-link' });
    const { accountId, offerId, partnerId, createdAt } = click;
    const day = createdAt.toISOString().slice(0, 10);
    await insert(this.database, 'click_deltas', { accountId, offerId, partnerId, day, clicks: 1, views: 0 });
    return { ...click, offer: to };
  }

  /** With the first row of its history, as if a conversion postback had brought it. */
  async conversion({ click, offer, partner, ...input }: ConversionInput = {}): Promise<GivenConversion> {
    const by = click ?? (await this.click({ ...(offer && { offer }), ...(partner && { partner }) }));
    const { accountId, offerId, partnerId, pubMemberId } = by;
    const conversion = aConversion({ pubMemberId, ...input, accountId, offerId, partnerId, clickId: by.id });
    const { id, status, isRepeated, parameters } = conversion;
    await insert(this.database, 'conversions', {
      ...conversion,
      viewId: by.viewId,
      pubClickId: by.pubClickId,
      pubParameters: by.parameters,
      clickTime: by.createdAt,
      holdsCompletion: status !== 'Rejected' && !isRepeated,
      advertiserConversionId: parameters.cnv_conversion_id,
    });
    const change = { conversionId: id, toStatus: status, reason: conversion.rejectionReason, changedBy: 'postback' };
    await insert(this.database, 'conversion_changes', { ...change, id: anId(), accountId, changedAt: COMPLETED_AT });
    return { ...conversion, click: by };
  }

  /** Pending and due unless told otherwise. */
  async delivery({ conversion, target, payload, ...input }: DeliveryInput = {}): Promise<GivenDelivery> {
    const of = conversion ?? (await this.conversion());
    const to = target ?? 'http://127.0.0.1:9/hook';
    const { status = 'Pending', createdAt = COMPLETED_AT } = input;
    const id = anId();
    await insert(this.database, 'deliveries', {
      kind: 'callback',
      method: 'POST',
      retryProfile: aPolicy().profile,
      retryWaitsMs: GOKART_WAITS_MS,
      dueAt: status === 'Pending' ? createdAt : undefined,
      reason: status === 'Skipped' ? 'Rejected callbacks are switched off' : undefined,
      ...input,
      id,
      status,
      createdAt,
      accountId: of.accountId,
      conversionId: of.id,
      conversionStatus: of.status,
      offerId: of.offerId,
      offerEventId: of.offerEventId,
      partnerId: input.kind === 'postback' ? of.partnerId : null,
      receiver: receiverOf(to),
      target: to,
    });
    await insert(this.database, 'delivery_payloads', { deliveryId: id, payload: payload ?? '{"status":"Success"}' });
    return { id, target: to, conversion: of };
  }

  /** As many more postbacks to the receiver of a delivery, all alike. */
  async moreLike({ id }: GivenDelivery, count: number): Promise<void> {
    await this.database.rows(
      `WITH made AS (
         INSERT INTO deliveries (id, account_id, kind, status, conversion_id, conversion_status, offer_id, receiver, target, method,
                                 retry_profile, retry_waits_ms, due_at, next_trigger, created_at)
         SELECT made.id, account_id, 'postback', status, conversion_id, conversion_status, offer_id, receiver, target, 'GET',
                retry_profile, retry_waits_ms, due_at, next_trigger, created_at
           FROM deliveries d CROSS JOIN unnest($2::uuid[]) AS made (id) WHERE d.id = $1 RETURNING id)
       INSERT INTO delivery_payloads (delivery_id, payload) SELECT id, '{}' FROM made`,
      [id, Array.from({ length: count }, anId)],
    );
  }
}
