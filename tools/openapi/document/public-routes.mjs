import { SEED_ROUTES } from './seed-routes.mjs';
import { STREAMED_ROUTES } from './streamed-routes.mjs';
import { query, numbered, page } from './written.mjs';

/**
 * What public handlers read from the request and write to the reply by themselves, by method and path. A public route
 * without an entry fails the build; an entry without a route is a warning.
 *
 * `parameters`: as in OpenAPI, `in: 'query'` unless it says otherwise; `form`: a POST takes them as a form or JSON body
 * too, of this name; `data`: what is in the envelope, a type of ours by name or a schema; `answers`: instead of what the return type
 * says; `errors`: the statuses of refusals; `summary`, `description`: instead of the doc comment's.
 */

const UUID = { type: 'string', format: 'uuid' };

const SAMPLE_ID = '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60';

const MEMBER = query('pub_member_id', 'Your id of the member who clicks.', { required: true, example: 'member-1' });

const PUB = [
  query('pub_session_id', 'Your id of the session.'),
  query('pub_gender', 'Gender of the member.'),
  query('pub_age', 'Age of the member in years.'),
  query('pub_geo_country', 'Country of the member: `US`, `USA` or `840`.'),
  query('pub_geo_state', 'State or region of the member.'),
  query('pub_postal_code', 'Postal code of the member.'),
  query('pub_device', 'Device of the member.', {
    schema: { type: 'string', examples: ['IOS', 'Android', 'MacOS', 'Browser', 'All'] },
  }),
  ...numbered('pub_sub_', 15, 'Anything; comes back in reports, macros and callbacks.'),
];

const PUB_CLICK = query('pub_click_id', 'Your own id of the click.');
const VIEW = query('viewId', 'The view that the click belongs to, from `offer-details`.', { schema: UUID });
const OFFER = query('offerId', 'The offer.', { schema: UUID });

const LIST = [
  { ...MEMBER, required: false, description: 'Your id of the member who looks.' },
  query('page', 'Counts from 0.', { schema: { type: 'integer', minimum: 0, default: 0 } }),
  query('page_size', 'Offers on a page.', { schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 } }),
  query('orderby', 'What the offers are ordered by; of equals the newer comes first.', {
    schema: { type: 'string', enum: ['launchDate', 'epc', 'reward', 'revenue', 'name'], default: 'epc' },
  }),
  query('order_asc', 'Ascending.', { schema: { type: 'boolean', default: false } }),
  query('filter.categoryId', 'Offers of this category.', { schema: UUID }),
  query('filter.categoryName', 'Offers of the category of this name.'),
  query('filter.placementId', 'Offers for this placement.', { schema: UUID }),
  query('filter.isFeatured', 'Featured offers, or all others.', { schema: { type: 'boolean' } }),
  query('filter.search', 'Part of the name or the headline.'),
  query('fields', '`epc` adds the revenue for each click to every offer.'),
  ...PUB,
];

const REDIRECT = {
  302: {
    description:
      "The click is recorded. `Location` is the offer's link, its macros replaced by the values of this click.",
    headers: { Location: { required: true, schema: { type: 'string', format: 'uri' } } },
  },
};

const CNV = [
  query('gk_click_id', 'The click that converted.', { required: true, schema: UUID }),
  query('cnv_event_id', 'Configured Event ID; required when the offer has several events.'),
  query('cnv_amount', 'What the member paid; required by RevShare offers.', {
    schema: { type: 'string', examples: ['49.99'] },
  }),
  query('cnv_conversion_id', "The advertiser's id of the conversion."),
  query('cnv_conversion_ip_address', 'Where the conversion was made.'),
  query('cnv_email', 'E-mail address of the member.'),
  query('cnv_user_id', "The advertiser's id of the member."),
  ...numbered('cnv_sub_', 5, 'Anything; comes back in reports and callbacks.'),
];

const SIGNATURE = query('signature', "The account's signature, as in its postback URL.", { required: true });
const OPEN_SIGNATURE = {
  ...SIGNATURE,
  required: false,
  description: "The account's signature; not needed while its switch `openPostbacks` is on.",
};

const secret = (name) => ({ name, in: 'path', description: "Part of the account's secret path." });

const BY_PATH = {
  summary: 'Record a conversion',
  description:
    'The canonical conversion postback; `GET /admin/v1/account` shows its URL. A conversion that breaks a rule of its offer is recorded as Rejected and answered with 200.',
  parameters: [secret('s1'), secret('s2'), secret('s3'), SIGNATURE, ...CNV],
  errors: [400, 401, 404, 422],
};

const BY_ALIAS = {
  summary: 'Record a conversion (alias)',
  description: 'The same as the canonical conversion postback, for the account that the host or the click names.',
  parameters: [OPEN_SIGNATURE, ...CNV],
  errors: [400, 401, 404, 422],
};

const REJECTION = {
  summary: 'Reject a conversion',
  description:
    "Also at `<endpointId>.<host>/`. Every call that could be read gets the same answer, whether it found a conversion or not, so that ids can't be probed. In production over HTTPS only.",
  parameters: [
    { name: 'endpointId', in: 'path', description: "The account's or the offer's rejection endpoint." },
    query('transaction_id', "Conversion id, click id, or the advertiser's id of the conversion.", { required: true }),
    query('new_rejected_reason', 'Why; its first 255 characters are kept.', { required: true }),
    query('event_id', 'Narrows it to one event of the offer.'),
  ],
  errors: [400, 403, 404, 429],
};

const RECEIVER = {
  summary: 'Call a receiver',
  description:
    "Any method, also at any path below. Answers as the receiver's script says, and keeps the call. Only in the `local` profile.",
  parameters: [
    {
      name: 'name',
      in: 'path',
      description: "The receiver's name; `<account>/<name>` where several accounts have one of it.",
    },
  ],
  answers: { default: { description: 'Whatever the script says.' } },
};

/** Handlers that stand beside Nest's routes, where no decorator can be read. */
export const BESIDE_NEST = ['get', 'post'].map((method) => ({
  controller: 'ReceiversController',
  handler: 'call',
  place: 'apps/api/src/emulator/receivers',
  folder: 'emulator/receivers',
  method,
  path: '/receivers/{name}',
  siblings: { full: ['/receivers/{name}'], verbs: ['get', 'post'] },
  status: null,
  guards: [],
  isRootOnly: false,
  isStream: false,
  isRaw: true,
  isWriter: true,
  parameters: [],
  returns: undefined,
  docs: { operation: '', controller: '' },
}));

export const PUBLIC_ROUTES = {
  ...STREAMED_ROUTES,
  ...SEED_ROUTES,
  'GET /receivers/{name}': RECEIVER,
  'POST /receivers/{name}': RECEIVER,
  'GET /api/v1/offer-wall/offer-details': {
    description: "Makes the view that a click may name. The same member's known `viewId` of this offer is used again.",
    parameters: [
      { ...OFFER, required: true },
      { ...MEMBER },
      { ...VIEW, description: 'A view of before, to be used again.' },
      ...PUB,
    ],
    data: 'OfferDetails',
    errors: [400, 404, 410, 429],
  },
  'GET /api/v1/offer-wall/offers': {
    summary: 'List offers for a member',
    description:
      'The active offers whose targeting the member meets, without those that the member has completed. Without `pub_member_id` the list is empty. The host says whose offers they are: `<account>.<host>` or `api.<account>.<host>`, else the default account.',
    parameters: LIST,
    data: 'WallOffers',
    errors: [400, 429],
  },
  'GET /api/v1/offer-wall/pub-member/offers': {
    summary: "List a member's own offers",
    description: 'The offers that the member has clicked or completed, never the catalogue.',
    parameters: [
      { ...MEMBER, description: 'Your id of the member.' },
      query('filter.Progress', 'In progress: clicked, and not yet completed.', {
        schema: { type: 'string', enum: ['InProgress', 'Completed'] },
      }),
      ...LIST.slice(1),
    ],
    data: 'MemberOffers',
    errors: [400, 429],
  },
  'GET /offer-wall': {
    summary: 'Show the hosted offer wall',
    description: 'The same offers, as a page to link to or to frame.',
    parameters: [{ ...LIST[0], required: true }, ...LIST.slice(1)],
    answers: { ...page('The offers, each with a link to its details.'), ...page('Why there is nothing to see.', 400) },
    errors: [],
  },
  'GET /offer-wall/{offerId}': {
    summary: 'Show an offer of the hosted wall',
    description: 'Makes the view; the link on the page makes the click.',
    parameters: [
      { name: 'offerId', in: 'path', description: 'The offer.', schema: UUID },
      { ...MEMBER },
      { ...VIEW, description: 'A view of before, to be used again.' },
      ...PUB,
    ],
    answers: { ...page('The offer.'), ...page('There is no such offer.', 404) },
    errors: [],
  },
  'GET /api/v1/offer-wall/offer-link-redirect': {
    summary: 'Click an offer',
    description: 'Records a click and redirects the browser: either `viewId`, or `offerId` and `pub_member_id`.',
    parameters: [VIEW, { ...OFFER, example: SAMPLE_ID }, { ...MEMBER, required: false }, PUB_CLICK, ...PUB],
    answers: REDIRECT,
    errors: [400, 404, 410, 429],
  },
  'GET /api/v1/offer-wall/offer-link': {
    summary: 'Click an offer, without the redirect',
    description:
      "Records a click by its view and answers where to send the browser. An `offerId` that comes along must be the view's.",
    parameters: [
      { ...VIEW, required: true },
      OFFER,
      { ...MEMBER, required: false, example: undefined },
      PUB_CLICK,
      ...PUB,
    ],
    data: { type: 'object', properties: { url: { type: 'string', format: 'uri' } }, required: ['url'] },
    errors: [400, 404, 410, 429],
  },
  'GET /api/v1/offer-link/redirect/{linkId}': {
    summary: "Click a partner's tracking link",
    parameters: [
      { name: 'linkId', in: 'path', description: 'The link, from `POST /admin/v1/partners/{id}/links`.', schema: UUID },
      { ...PUB_CLICK, required: true },
      MEMBER,
      ...PUB,
    ],
    answers: REDIRECT,
    errors: [400, 404, 410],
  },
  'GET /api/v1/{s1}/{s2}/{s3}': BY_PATH,
  'POST /api/v1/{s1}/{s2}/{s3}': { ...BY_PATH, form: 'ConversionPostback' },
  'GET /track': BY_ALIAS,
  'POST /track': { ...BY_ALIAS, form: 'ConversionPostback' },
  'GET /postback': BY_ALIAS,
  'POST /postback': { ...BY_ALIAS, form: 'ConversionPostback' },
  'GET /api/v1/conversion': BY_ALIAS,
  'POST /api/v1/conversion': { ...BY_ALIAS, form: 'ConversionPostback' },
  'GET /r/{endpointId}': REJECTION,
  'POST /r/{endpointId}': { ...REJECTION, form: 'Rejection' },
  'GET /': { summary: 'Start page', answers: page('What is running, with links.') },
  'GET /login': {
    summary: 'Log in to the console',
    description: 'The link that a start prints. It works once.',
    parameters: [query('token', 'The one-time token.', { required: true })],
    answers: {
      303: { description: 'Logged in; a session cookie is set.' },
      ...page('The token was used before or is too old.', 401),
    },
  },
  'GET /swagger': {
    summary: 'Where the real platform has its description',
    answers: { 302: { description: 'To `/docs`.' } },
  },
  'GET /metrics': {
    summary: 'Show metrics',
    description:
      'For Prometheus. In `local` without a key; in `production`, and wherever `METRICS_TOKEN` is set, with that token or the root key as `Authorization: Bearer`.',
    answers: {
      200: {
        description: 'Prometheus text format 0.0.4.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
    errors: [401, 429],
  },
  'GET /docs': { summary: 'This description, to be read', answers: page('The reader.') },
  'GET /docs/openapi.json': {
    summary: 'This description, for programs',
    answers: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
  },
};
