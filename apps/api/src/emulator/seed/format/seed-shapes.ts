import { CONVERSION_PARAMETERS, CONVERSION_STATUSES, HTTP_METHODS, POSTBACK_SCOPES, RETRY_PROFILES } from '@app/domain';
import { toJsonSchema, type JsonSchema } from './json-schema';
import { offer } from './offer-shapes';
import type * as seed from './seed';
import * as a from './shape';

const MOST_ENTRIES = 10_000;
const MOST_CONFIGURED = 1_000;
const MOST_REASON = 255;

const SLUG: a.Shape = {
  kind: 'text',
  least: 1,
  most: 40,
  pattern: '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$',
  what: '1 to 40 lower-case letters, digits or hyphens, without a hyphen at either end',
};
const RECEIVER: a.Shape = {
  kind: 'text',
  least: 1,
  most: 100,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  what: '1 to 100 letters, digits, dots, underscores and hyphens, with a letter or digit first',
};
const url: a.Shape = { kind: 'text', least: 1, most: 2_048 };
const key = a.about('What others in this file call it; without one, its name.', a.name);

const CLOCK: a.ShapesOf<seed.SeedClock> = {
  freezeAt: a.about('The clock stands still here.', a.instant),
  startAt: a.about('The clock runs on from here.', a.instant),
};

const SWITCHES: a.ShapesOf<seed.SeedSwitches> = {
  openPostbacks: a.about('Conversion postbacks need no signature.', a.flag),
  repeatCallbacks: a.about("A repeated completion sends the first conversion's callback again.", a.flag),
  callbackOnReasonChange: a.about('A new reason of a Rejected conversion is told.', a.flag),
  nullMacro: a.about('How postbacks write a macro without a value.', a.choice(['empty', 'null'])),
  defaultRewardRatio: { kind: 'number', least: 0, most: 999_999, whole: false },
};

const RETRY: a.ShapesOf<seed.SeedRetry> = {
  profile: a.choice(RETRY_PROFILES),
  waits: a.about('Own waits, such as ["30s", "2m"].', a.orNull(a.list(a.name, 20))),
};

const CALLBACK: a.ShapesOf<seed.SeedCallback> = {
  url: a.about('http, https or receiver://<name>; null switches callbacks off.', a.orNull(url)),
  sendPending: a.flag,
  sendRejected: a.flag,
  callbackKeyCase: a.choice(['camel', 'pascal']),
  secretHeader: a.about('Name of a header that goes out with each callback.', a.name),
  secretValue: a.about('Its value; no export shows it.', { kind: 'text', least: 1, most: 1_000 }),
  retry: a.fields<seed.SeedRetry>(RETRY),
};

const ADVERTISER: a.ShapesOf<seed.SeedAdvertiser> = {
  id: a.id,
  key,
  name: a.name,
  website: a.orNull(a.name),
  contactEmail: a.orNull(a.name),
  default: a.about('The advertiser of offers that name none; one at most.', a.flag),
};

const LINK: a.ShapesOf<seed.SeedLink> = { id: a.id, offer: a.name };

const POSTBACK: a.ShapesOf<seed.SeedPostback> = {
  id: a.id,
  scope: a.choice(POSTBACK_SCOPES),
  offer: a.about('Key of an offer; a global postback without one fires for all.', a.orNull(a.name)),
  event: a.about('Event ID, of a MultiEvent offer.', a.orNull(a.name)),
  url: a.about('With macros such as {pub_click_id}; http, https or receiver://<name>.', url),
  method: a.choice(HTTP_METHODS),
  statuses: a.list(a.choice(CONVERSION_STATUSES), 3, 1),
  enabled: a.flag,
  retry: a.fields<seed.SeedRetry>(RETRY),
};

const PARTNER: a.ShapesOf<seed.SeedPartner> = {
  id: a.id,
  key,
  name: a.name,
  contactEmail: a.orNull(a.name),
  links: a.list(a.fields<seed.SeedLink>(LINK, ['offer']), MOST_CONFIGURED),
  postbacks: a.list(a.fields<seed.SeedPostback>(POSTBACK, ['scope', 'url']), MOST_CONFIGURED),
};

const SCRIPTED: a.ShapesOf<seed.SeedReceiver> = {
  id: a.id,
  name: RECEIVER,
  script: a.about('Steps, call by call; the last one repeats.', a.list({ kind: 'object' }, MOST_CONFIGURED, 1)),
};

const CLICK: a.ShapesOf<seed.SeedClick> = {
  id: a.id,
  key,
  offer: a.name,
  partner: a.orNull(a.name),
  member: a.name,
  pubClickId: a.orNull(a.name),
  at: a.instant,
  parameters: a.texts(),
  sourceIp: a.name,
  userAgent: a.orNull(a.text),
};

const CONVERSION: a.ShapesOf<seed.SeedConversion> = {
  id: a.id,
  key,
  click: a.about('Key of a click.', a.name),
  event: a.about('Event ID, of a MultiEvent offer.', a.orNull(a.name)),
  status: a.choice(CONVERSION_STATUSES),
  reason: a.about('Of a Rejected or Pending one.', a.orNull({ kind: 'text', least: 0, most: MOST_REASON })),
  at: a.instant,
  completedAt: a.instant,
  changedAt: a.instant,
  maturesAt: a.orNull(a.instant),
  revenue: a.money,
  reward: a.money,
  payout: a.money,
  parameters: a.texts(CONVERSION_PARAMETERS),
  repeatOf: a.about('Key of the conversion that it repeats.', a.orNull(a.name)),
  callbackSent: a.flag,
};

/** One entry of each list, by the list's name. */
export const ENTRIES = {
  advertisers: a.fields<seed.SeedAdvertiser>(ADVERTISER, ['name']),
  offers: offer,
  partners: a.fields<seed.SeedPartner>(PARTNER, ['name']),
  receivers: a.fields<seed.SeedReceiver>(SCRIPTED, ['name', 'script']),
  clicks: a.fields<seed.SeedClick>(CLICK, ['offer', 'member']),
  conversions: a.fields<seed.SeedConversion>(CONVERSION, ['click']),
};

export const callback = a.fields<seed.SeedCallback>(CALLBACK);
export const clock = a.fields<seed.SeedClock>(CLOCK);

const ACCOUNT: a.ShapesOf<seed.SeedAccount> = {
  slug: a.about('Which account; without it the one that the call acts on.', SLUG),
  name: a.name,
  random: a.about('Ids that are left out are made from this, the slug and the names.', a.whole(0, 2_147_483_647)),
  clock: a.about("Without one, the machine's time.", clock),
  switches: a.fields<seed.SeedSwitches>(SWITCHES),
  callback,
  advertisers: a.list(ENTRIES.advertisers, MOST_CONFIGURED),
  offers: a.list(ENTRIES.offers, MOST_CONFIGURED),
  partners: a.list(ENTRIES.partners, MOST_CONFIGURED),
  receivers: a.list(ENTRIES.receivers, MOST_CONFIGURED),
  clicks: a.list(ENTRIES.clicks, MOST_ENTRIES),
  conversions: a.list(ENTRIES.conversions, MOST_ENTRIES),
};

interface SchemaMark {
  $schema?: string;
}

const schemaMark = a.about('Where editors find the schema.', { kind: 'text', least: 0, most: 2_048 });

const ONE: a.ShapesOf<seed.SeedAccount & SchemaMark> = { $schema: schemaMark, ...ACCOUNT };
const SEVERAL: a.ShapesOf<seed.SeedOfAccounts & SchemaMark> = {
  $schema: schemaMark,
  accounts: a.list(a.fields<seed.SeedAccount>(ACCOUNT, ['slug']), 100, 1),
};

/** A seed of one account. */
export const oneAccount = a.fields<seed.SeedAccount & SchemaMark>(ONE);

/** A seed of several: each names its slug. */
export const severalAccounts = a.fields<seed.SeedOfAccounts & SchemaMark>(SEVERAL, ['accounts']);

/** The format as editors understand it. */
export const SEED_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Pitlane seed',
  if: { type: 'object', required: ['accounts'] },
  then: toJsonSchema(severalAccounts),
  else: toJsonSchema(oneAccount),
};
