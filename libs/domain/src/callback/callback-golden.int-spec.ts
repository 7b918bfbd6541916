import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallbackKeyCase } from '../account/account';
import type { ConversionReport } from '../conversion/conversion-report';
import { callbackBody, callbackConversion } from './callback-body';

const GOLDEN = join(__dirname, 'golden');

/** A single-event conversion with a click from a view and everything that a postback can carry. */
const SINGLE: ConversionReport = {
  id: '019a8f3e-0000-7000-8000-000000000001',
  accountId: '019a8f3e-0000-7000-8000-000000000002',
  clickId: '019a8f3e-0000-7000-8000-000000000003',
  offerId: '019a8f3e-0000-7000-8000-000000000004',
  offerEventId: null,
  partnerId: null,
  pubMemberId: 'lus',
  status: 'Success',
  rejectionReason: null,
  isRepeated: false,
  repeatOf: null,
  revenue: '60',
  reward: '45',
  payout: '0',
  parameters: {
    cnv_conversion_id: 'conv_67890',
    cnv_amount: '49.99',
    cnv_conversion_ip_address: '203.0.113.42',
    cnv_email: 'user@example.com',
    cnv_user_id: 'user_abc',
    cnv_sub_1: 'sub_value_1',
  },
  userCompletedAt: new Date('2025-05-19T15:36:19.756Z'),
  createdAt: new Date('2025-05-19T15:36:19.756Z'),
  modifiedAt: new Date('2025-05-19T15:36:19.756Z'),
  maturesAt: null,
  callbackSent: false,
  viewId: '019a8f3e-0000-7000-8000-000000000005',
  pubClickId: 'abc123xyz',
  pubParameters: {
    pub_session_id: 'session-1',
    pub_gender: 'F',
    pub_age: '30',
    pub_geo_country: 'US',
    pub_geo_state: 'CA',
    pub_postal_code: '94103',
    pub_sub_1: 'one',
    pub_sub_15: 'fifteen',
    pub_device: 'IOS',
  },
  clickTime: new Date('2025-05-19T15:00:00Z'),
  offerName: 'Test',
  advertiserId: '019a8f3e-0000-7000-8000-000000000006',
  advertiserName: 'Brown Boots',
  categoryId: '019a8f3e-0000-7000-8000-000000000007',
  categoryName: 'Credit',
  countryId: '019a8f3e-0000-7000-8000-000000000008',
  countryCode2: 'US',
  countryCode3: 'USA',
  eventId: null,
  eventName: null,
  sequenceNumber: null,
  partnerName: null,
};

const MULTI: ConversionReport = {
  ...SINGLE,
  offerEventId: '019a8f3e-0000-7000-8000-000000000009',
  eventId: 'level-5',
  eventName: 'Reach level 5',
  sequenceNumber: 2,
  parameters: { ...SINGLE.parameters, cnv_event_id: 'level-5' },
};

const BARE: ConversionReport = {
  ...SINGLE,
  viewId: null,
  pubClickId: null,
  countryId: null,
  countryCode2: null,
  countryCode3: null,
  parameters: {},
  pubParameters: {},
};

const REJECTED: Partial<ConversionReport> = {
  status: 'Rejected',
  rejectionReason: 'IP address is not whitelisted',
};

const SITUATIONS: readonly [file: string, report: ConversionReport, keyCase: CallbackKeyCase][] = [
  ['success-single', SINGLE, 'camel'],
  ['success-multi-event', MULTI, 'camel'],
  ['success-independent-event', { ...MULTI, sequenceNumber: null }, 'camel'],
  ['pending', { ...SINGLE, status: 'Pending', maturesAt: new Date('2025-05-26T15:36:19.756Z') }, 'camel'],
  ['rejected-with-reason', { ...SINGLE, ...REJECTED }, 'camel'],
  ['rejected-after-success', { ...SINGLE, ...REJECTED, callbackSent: true }, 'camel'],
  ['repeat', { ...MULTI, id: SINGLE.clickId, isRepeated: true, repeatOf: SINGLE.id }, 'camel'],
  ['partner', { ...SINGLE, partnerId: '019a8f3e-0000-7000-8000-00000000000a', partnerName: 'Partner One' }, 'camel'],
  [
    'revenue-share',
    { ...SINGLE, revenue: '5.000000', reward: '12.350000', parameters: { cnv_amount: '49.990' } },
    'camel',
  ],
  ['every-nullable-field-null', BARE, 'camel'],
  ['pascal', MULTI, 'pascal'],
];

describe('the golden callbacks', () => {
  it.each(SITUATIONS)('should be, byte for byte, what is sent: %s', (file, report, keyCase) => {
    const sentAt = new Date('2025-05-19T15:36:20Z');
    const body = callbackBody('019a8f3e-0000-7000-8000-0000000000ff', sentAt, callbackConversion(report, keyCase));
    expect(Buffer.from(`${body}\n`)).toEqual(readFileSync(join(GOLDEN, `${file}.txt`)));
  });

  it('should be no others', () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(SITUATIONS.map(([file]) => `${file}.txt`).sort());
  });
});
