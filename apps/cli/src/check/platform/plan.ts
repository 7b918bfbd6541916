const numbered = (name: string, most: number, value: (number: number) => string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: most }, (_, index) => [`${name}${String(index + 1)}`, value(index + 1)]));

/** What a conversion is made of: fields of its offer, parameters of its click and of the advertiser's postback. */
export interface ConversionPlan {
  offer: Readonly<Record<string, unknown>>;
  click: Readonly<Record<string, string>>;
  postback: Readonly<Record<string, string>>;
  /** Whether the member looks at the offer before clicking; a click without has no `viewId`. */
  withView: boolean;
}

const EVENT = { name: 'Reach level 5', revenue: 2.5, reward: 250 };

/** Every field of the callback that a Success can have is there: a case about nulls alone sends nulls. */
export const FULL: ConversionPlan = {
  offer: {
    name: 'Racing Legends',
    offerType: 'MultiEvent',
    events: [{ ...EVENT, eventId: 'level_5', sequenceNumber: 1 }],
  },
  click: {
    pub_click_id: 'click-1001',
    pub_session_id: 'session-1',
    pub_gender: 'F',
    pub_age: '30',
    pub_geo_country: 'US',
    pub_geo_state: 'CA',
    pub_postal_code: '94103',
    pub_device: 'IOS',
    ...numbered('pub_sub_', 15, (number) => `sub ${String(number)}`),
  },
  postback: {
    cnv_event_id: 'level_5',
    cnv_amount: '49.99',
    cnv_conversion_id: 'conv_67890',
    cnv_conversion_ip_address: '203.0.113.42',
    cnv_email: 'user@example.com',
    cnv_user_id: 'user_5678',
    ...numbered('cnv_sub_', 5, (number) => `custom ${String(number)}`),
  },
  withView: true,
};

/** An offer of one event in no country, and nothing that nobody had to send. */
export const BARE: ConversionPlan = {
  offer: { name: 'Boost Card', revenue: 20, reward: 1500, countryId: null },
  click: {},
  postback: {},
  withView: false,
};

/** Two events that a member can complete at the same time. */
export const TWO_EVENTS: ConversionPlan = {
  ...FULL,
  offer: { ...FULL.offer, events: ['level_5', 'purchase'].map((eventId) => ({ ...EVENT, eventId, name: eventId })) },
};

const TEXT = 'Zoë “Z” O\'Neil \\ "quoted" 日本語 🏁 <b>&amp;</b>';

/** Text beyond ASCII, and text that has to be escaped, wherever text can stand. */
export const FOREIGN_TEXT: ConversionPlan = {
  ...FULL,
  offer: { ...FULL.offer, name: TEXT, events: [{ ...EVENT, eventId: 'level_5', name: TEXT, sequenceNumber: 1 }] },
  click: { ...FULL.click, pub_click_id: TEXT, pub_sub_1: TEXT, pub_sub_15: TEXT },
  postback: { ...FULL.postback, cnv_user_id: TEXT, cnv_sub_1: TEXT },
};

const LONG = 'x'.repeat(2_000);

/** Values nearly as long as the platform takes them, 18,000 characters together. */
export const LARGE: ConversionPlan = {
  ...FULL,
  click: { ...FULL.click, ...numbered('pub_sub_', 4, () => LONG) },
  postback: { ...FULL.postback, ...numbered('cnv_sub_', 5, () => LONG) },
};
