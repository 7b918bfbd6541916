import type { Caps, Click, Offer, OfferEvent, Postback } from '@app/domain';
import { anId } from './ids';
import { aPolicy, CLICKED_AT } from './policy';

const UNCAPPED: Caps = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };

/** An active SingleEvent offer with a flat rate. */
export function anOffer(offer: Partial<Offer> = {}): Offer {
  return {
    ...UNCAPPED,
    id: anId(),
    accountId: anId(),
    name: 'Play the game',
    link: 'https://shop.example/start?click={gk_click_id}',
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    status: 'Active',
    rewarding: 'Automatic',
    pendingTime: 0,
    allowRepetitions: false,
    revenue: '10',
    reward: '5',
    payout: '2',
    revenueShare: null,
    rewardShare: null,
    ipWhitelist: [],
    dailyBudget: null,
    totalBudget: null,
    events: [],
    ...offer,
  };
}

/** One step of a MultiEvent offer, without any order among steps. */
export function anEvent(event: Partial<OfferEvent> = {}): OfferEvent {
  return {
    ...UNCAPPED,
    id: anId(),
    eventId: 'level-5',
    name: 'Reach level 5',
    sequenceNumber: null,
    displayOrder: 1,
    minTimeFromPreviousEvent: null,
    deadlineDays: null,
    pendingTime: 0,
    revenue: '20',
    reward: '8',
    allowRepetitions: false,
    showOnOfferWall: true,
    ...event,
  };
}

export function aClick(click: Partial<Click> = {}): Click {
  return {
    id: anId(),
    accountId: anId(),
    offerId: anId(),
    viewId: null,
    partnerId: null,
    pubMemberId: 'member-1',
    pubClickId: null,
    parameters: {},
    createdAt: CLICKED_AT,
    ...click,
  };
}

/** A GET on Success to all events of one partner. */
export function aPostback(postback: Partial<Postback> = {}): Postback {
  return {
    id: anId(),
    accountId: anId(),
    partnerId: anId(),
    scope: 'global',
    offerId: null,
    offerEventId: null,
    url: 'https://partner.example/pb?click={pub_click_id}',
    method: 'GET',
    statuses: ['Success'],
    enabled: true,
    policy: aPolicy(),
    ...postback,
  };
}
