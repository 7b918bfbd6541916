// Requests that are right, by target: what mutations begin with. `of(name)` is an id or secret of the account.
import { newRequest, withForm, withJson } from './model.mjs';

const MEMBER = ['pub_member_id', 'member-1'];
const SUBS = [
  ['pub_click_id', 'pc-1'],
  ['pub_sub_1', 'campaign one'],
  ['pub_age', '30'],
  ['pub_gender', 'female'],
  ['pub_geo_country', 'DE'],
];
const CONVERSION = [
  ['cnv_amount', '9.99'],
  ['cnv_conversion_id', 'tx-1'],
  ['cnv_conversion_ip_address', '203.0.113.7'],
  ['cnv_conversion_email', 'a@b.example'],
  ['cnv_sub_1', 's'],
];

const get = (path, ...query) => newRequest('GET', path, { query });
const json = (method, path, body) => withJson(newRequest(method, path), body);

export const CAPTURED = {
  wall: (of) => [
    get('/api/v1/offer-wall/offer-link-redirect', ['offerId', of('offerId')], MEMBER, ...SUBS),
    get('/api/v1/offer-wall/offer-link', ['offerId', of('multiOfferId')], MEMBER, ...SUBS),
    get('/api/v1/offer-wall/offer-details', ['offerId', of('multiOfferId')], MEMBER, ...SUBS),
    get(
      '/api/v1/offer-wall/offers',
      MEMBER,
      ['page', '0'],
      ['page_size', '10'],
      ['filter.country', 'DE'],
      ['orderby', 'reward'],
    ),
    get('/api/v1/offer-wall/pub-member/offers', MEMBER, ['page', '0'], ['page_size', '10']),
    get(`/api/v1/offer-link/redirect/${of('linkId')}`, MEMBER, ...SUBS),
  ],
  postback: (of) => [
    ...['clickId', 'multiClickId'].flatMap((click) => {
      const query = [['gk_click_id', of(click)], ['cnv_event_id', 'purchase'], ...CONVERSION];
      const path = `/api/v1/${of('s1')}/${of('s2')}/${of('s3')}/`;
      const signature = ['signature', of('signature')];
      return [
        get(path, signature, ...query),
        get('/track', ...query),
        withForm(newRequest('POST', '/postback'), query),
        json('POST', '/api/v1/conversion', Object.fromEntries(query)),
        withForm(newRequest('POST', path, { query: [signature] }), query),
        json('POST', path, Object.fromEntries([signature, ...query])),
      ];
    }),
  ],
  rejection: (of) => {
    const query = [
      ['new_rejected_reason', 'Fraud'],
      ['transaction_id', of('conversionId')],
      ['event_id', 'purchase'],
    ];
    const byClick = [
      ['new_rejected_reason', 'Fraud'],
      ['transaction_id', of('clickId')],
    ];
    const host = ['host', `${of('endpointId')}.localhost`];
    return [
      get(`/r/${of('endpointId')}`, ...query),
      get(`/r/${of('endpointId')}`, ...byClick),
      withForm(newRequest('POST', `/r/${of('endpointId')}`), query),
      json('POST', `/r/${of('endpointId')}`, Object.fromEntries(byClick)),
      newRequest('GET', '/', { query, headers: [host] }),
      withForm(newRequest('POST', '/', { headers: [host], query: byClick }), query),
    ];
  },
  management: (of) => [
    get('/api/v1/sdk-conversion-system/conversions', ['page', '0'], ['page_size', '10'], ['order_asc', 'true']),
    get(`/api/v1/sdk-conversion-system/conversions/${of('conversionId')}`),
    get('/api/v1/sdk-offer-management/default/offers', ['page', '0']),
    get(`/api/v1/sdk-offer-management/default/offers/${of('offerId')}`),
    get('/api/v1/integrations/cost-report/singular/json', ['date_from', '2026-11-01'], ['date_to', '2026-11-30']),
    get('/api/v1/sdk-offer-management/partner', ['page', '0']),
    json('POST', '/api/v1/sdk-offer-management/default/offers', {
      name: 'Boost Card',
      link: 'https://a.example/?c={gk_click_id}',
    }),
    json('POST', '/api/v1/integrations/offer-providers/custom/offers', {
      operation: 'Upsert',
      offers: [{ id: 'x-1', name: 'Custom', link: 'https://a.example/' }],
    }),
  ],
  admin: (of) => [
    json('POST', '/admin/v1/offers', {
      name: 'Boost Card',
      link: 'https://a.example/?c={gk_click_id}',
      revenue: 1.5,
      dailyCap: 5,
      ipWhitelist: ['10.0.0.0/8'],
    }),
    json('PATCH', `/admin/v1/offers/${of('offerId')}`, {
      name: 'Boost Card',
      link: 'https://a.example/?c={gk_click_id}&x={pub_sub_1}',
      status: 'Active',
    }),
    json('PUT', '/admin/v1/account/callback', {
      url: 'http://127.0.0.1:9/callback',
      sendPending: true,
      secretHeader: 'x-secret',
      secretValue: 'abc',
    }),
    json('PATCH', '/admin/v1/account', { name: 'Fuzz', nullMacro: 'empty', openPostbacks: true }),
    json('POST', `/admin/v1/partners/${of('partnerId')}/postbacks`, {
      scope: 'event',
      offerId: of('offerId'),
      url: 'http://127.0.0.1:9/?c={pub_click_id}',
      method: 'POST',
      statuses: ['Success'],
    }),
    json('POST', '/admin/v1/postbacks/preview', {
      url: 'http://127.0.0.1:9/?c={pub_click_id}&a={cnv_amount}&{unknown}',
      conversionId: of('conversionId'),
    }),
    json('PATCH', `/admin/v1/conversions/${of('conversionId')}`, { status: 'Rejected', rejectionReason: 'Fraud' }),
    json('POST', '/admin/v1/deliveries/resend', {
      conversionId: of('conversionId'),
      kind: 'callback',
      from: '2026-01-01T00:00:00Z',
    }),
    json('POST', '/admin/v1/operation-tools/clicks', {
      offerId: of('offerId'),
      pubMemberId: 'member-1',
      parameters: { pub_sub_1: 'x' },
    }),
    json('POST', '/admin/v1/operation-tools/conversions', { clickId: of('clickId'), parameters: { cnv_amount: '1' } }),
    json('POST', '/admin/v1/operation-tools/callbacks', { conversionId: of('conversionId') }),
    json('POST', '/admin/v1/scheduled-changes', {
      offerId: of('offerId'),
      field: 'revenue',
      value: 3,
      at: '2026-12-24T10:00:00.000Z',
    }),
    json('POST', '/admin/v1/advertisers', { name: 'Lofty', website: 'https://lofty.example' }),
    json('POST', '/admin/v1/account/keys', { name: 'k', scope: 'read' }),
  ],
  lists: (of) => [
    ...[
      'offers',
      'partners',
      'advertisers',
      'conversions',
      'deliveries',
      'clicks',
      'views',
      'request-logs',
      'history-logs',
      'imports',
      'scheduled-changes',
    ].map((list) =>
      get(`/admin/v1/${list}`, ['page', '0'], ['page_size', '100'], ['order_asc', 'true'], ['format', 'csv']),
    ),
    get(
      '/admin/v1/conversions',
      ['offerId', of('offerId')],
      ['status', 'Success'],
      ['from', '2026-11-01'],
      ['to', '2027-11-30'],
      ['pubMemberId', 'm'],
    ),
    get(
      '/admin/v1/deliveries',
      ['kind', 'callback'],
      ['status', 'Pending,Failed'],
      ['conversionId', of('conversionId')],
      ['partnerId', of('partnerId')],
    ),
    get('/admin/v1/request-logs', ['kind', 'click,conversion'], ['httpStatus', '200'], ['result', 'recorded']),
    get(
      '/admin/v1/reports/summary',
      ['from', '2026-11-01'],
      ['to', '2026-12-01'],
      ['group_by', 'day'],
      ['offerId', of('offerId')],
    ),
    get('/admin/v1/offers', ['search', 'boost'], ['orderby', 'name'], ['format', 'xlsx']),
  ],
  accounts: () => [
    json('POST', '/admin/v1/accounts', { slug: 'new-one', name: 'New' }),
    get('/admin/v1/accounts', ['page', '0']),
    newRequest('DELETE', '/admin/v1/accounts/nobody'),
  ],
  emulator: () => [
    json('POST', '/admin/v1/emulator/clock/advance', { by: '2m' }),
    json('POST', '/admin/v1/emulator/clock/freeze', { at: '2027-01-01T00:00:00Z' }),
    newRequest('POST', '/admin/v1/emulator/clock/reset'),
    json('POST', '/admin/v1/emulator/reset', { keep: ['offers'] }),
    json('PUT', '/admin/v1/emulator/receivers/one', {
      script: [{ status: 200, delay: '1ms', headers: { 'x-a': 'b' }, body: { a: 1 } }],
    }),
    json('PUT', '/admin/v1/emulator/receivers/two', { script: [{ status: 503 }, { fault: 'reset' }] }),
    get('/admin/v1/emulator/receivers/one/requests', ['page', '0'], ['format', 'csv']),
    get('/admin/v1/emulator/events'),
    json('POST', '/receivers/one/below', { any: 'thing' }),
    get('/receivers/two', ['a', 'b']),
  ],
  pages: () => [
    get('/'),
    get('/docs'),
    get('/docs/openapi.json'),
    get('/health/live'),
    get('/health/ready'),
    get('/login', ['token', 'x']),
    newRequest('GET', '/', { headers: [['cookie', 'pitlane_session=x']] }),
    get('/swagger'),
    get('/offer-wall', MEMBER, ['page', '0']),
    get('/offer-wall/019a8f3e-0000-7000-8000-000000000000', MEMBER),
  ],
};
