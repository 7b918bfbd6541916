import type {
  AttemptTrigger,
  CallbackKeyCase,
  Click,
  Conversion,
  DeliveryKind,
  DeliveryStatus,
  HttpMethod,
  NullMacro,
  Offer,
  OfferEvent,
  Postback,
  RetryProfile,
} from '@app/domain';

export interface GivenAccount {
  id: string;
  slug: string;
  signature: string;
  /** The three segments of the postback's path, joined by `/`. */
  pathSecrets: string;
  rejectionEndpointId: string;
  advertiserId: string;
  categoryId: string;
  countryId: string;
}

export interface AccountInput {
  slug?: string;
  openPostbacks?: boolean;
  repeatCallbacks?: boolean;
  callbackOnReasonChange?: boolean;
  nullMacro?: NullMacro;
  /** Where callbacks go; without it none are configured. */
  callback?: CallbackInput;
  /** Freezes the account's clock from the start. */
  frozenAt?: Date;
}

export interface CallbackInput {
  url: string | null;
  sendPending?: boolean;
  sendRejected?: boolean;
  keyCase?: CallbackKeyCase;
  secretHeader?: string;
  secretValueSealed?: string;
  retryProfile?: RetryProfile;
  retryWaitsMs?: number[];
}

export type GivenOffer = Offer & { account: GivenAccount; rejectionEndpointId: string };
export type OfferInput = Partial<Omit<Offer, 'events' | 'accountId'>> & {
  account?: GivenAccount;
  /** Makes it a MultiEvent offer. */
  events?: Partial<OfferEvent>[];
  deletedAt?: Date;
};

export interface GivenPartner {
  id: string;
  name: string;
  account: GivenAccount;
}

export type GivenPostback = Postback & { partner: GivenPartner };
export type PostbackInput = Partial<Omit<Postback, 'accountId' | 'partnerId' | 'policy'>> & {
  partner?: GivenPartner;
  retryProfile?: RetryProfile;
  retryWaitsMs?: number[];
};

export type GivenClick = Click & { offer: GivenOffer };
export type ClickInput = Partial<Omit<Click, 'accountId' | 'offerId' | 'partnerId'>> & {
  offer?: GivenOffer;
  partner?: GivenPartner;
};

export type GivenConversion = Conversion & { click: GivenClick };
export type ConversionInput = Partial<Omit<Conversion, 'accountId' | 'offerId' | 'clickId' | 'partnerId'>> & {
  click?: GivenClick;
  /** The click's offer, when no click is given. */
  offer?: GivenOffer;
  /** The click's partner, when no click is given. */
  partner?: GivenPartner;
};

export interface GivenDelivery {
  id: string;
  target: string;
  conversion: GivenConversion;
}

export interface DeliveryInput {
  conversion?: GivenConversion;
  kind?: DeliveryKind;
  status?: DeliveryStatus;
  postbackId?: string;
  target?: string;
  method?: HttpMethod;
  retryProfile?: RetryProfile;
  retryWaitsMs?: readonly number[];
  dueAt?: Date;
  attempts?: number;
  retriesMade?: number;
  nextTrigger?: AttemptTrigger;
  leasedUntil?: Date;
  leaseToken?: string;
  inFlight?: boolean;
  payload?: string;
  createdAt?: Date;
}
