import fc from 'fast-check';
import type { ConversionReport } from '../conversion/conversion-report';
import { callbackBody, callbackConversion, CALLBACK_FIELDS } from './callback-body';

const aReport = (report: Partial<ConversionReport> = {}): ConversionReport => ({
  id: '019a8f3e-0000-7000-8000-000000000001',
  accountId: '019a8f3e-0000-7000-8000-000000000002',
  clickId: '019a8f3e-0000-7000-8000-000000000003',
  offerId: '019a8f3e-0000-7000-8000-000000000004',
  offerEventId: '019a8f3e-0000-7000-8000-000000000005',
  partnerId: '019a8f3e-0000-7000-8000-000000000006',
  pubMemberId: 'lus',
  status: 'Success',
  rejectionReason: null,
  isRepeated: false,
  repeatOf: null,
  revenue: '60.000000',
  reward: '45.50',
  payout: '1.5',
  parameters: {
    cnv_event_id: 'evt_12345',
    cnv_amount: '49.990',
    cnv_conversion_id: 'conv_67890',
    cnv_conversion_ip_address: '203.0.113.42',
    cnv_email: 'user@example.com',
    cnv_user_id: 'user_abc',
    cnv_sub_1: 's1',
    cnv_sub_5: 's5',
  },
  userCompletedAt: new Date('2026-11-21T06:30:00Z'),
  createdAt: new Date('2026-11-21T06:30:01Z'),
  modifiedAt: new Date('2026-11-21T06:30:02Z'),
  maturesAt: null,
  callbackSent: false,
  viewId: null,
  pubClickId: 'abc123xyz',
  pubParameters: { pub_session_id: 'sess', pub_age: '30', pub_device: 'IOS', pub_sub_1: 'one', pub_sub_15: 'fifteen' },
  clickTime: new Date('2026-11-20T10:00:00.123Z'),
  offerName: 'Test "quoted"',
  advertiserId: '019a8f3e-0000-7000-8000-000000000007',
  advertiserName: 'Brown Boots',
  categoryId: '019a8f3e-0000-7000-8000-000000000008',
  categoryName: 'Credit',
  countryId: '019a8f3e-0000-7000-8000-000000000009',
  countryCode2: 'US',
  countryCode3: 'USA',
  eventId: 'level-5',
  eventName: 'Reach level 5',
  sequenceNumber: 2,
  partnerName: 'Partner One',
  ...report,
});

const GOLDEN =
  '{"id":"delivery-1","sentAt":"2026-11-21T06:32:00.000Z","conversion":{' +
  '"status":"Success","rejectionReason":null,"userCompletedAt":"2026-11-21T06:30:00.000Z","isRewardSent":true,' +
  '"viewId":null,"clickId":"019a8f3e-0000-7000-8000-000000000003","conversionId":"019a8f3e-0000-7000-8000-000000000001",' +
  '"offerId":"019a8f3e-0000-7000-8000-000000000004","offerName":"Test \\"quoted\\"",' +
  '"offerAdvertiserId":"019a8f3e-0000-7000-8000-000000000007","offerEventId":"019a8f3e-0000-7000-8000-000000000005",' +
  '"offerAdvertiserName":"Brown Boots","offerCategoryId":"019a8f3e-0000-7000-8000-000000000008","offerCategoryName":"Credit",' +
  '"offerCountryId":"019a8f3e-0000-7000-8000-000000000009","offerCountryCode2":"US","offerCountryCode3":"USA",' +
  '"eventId":"level-5","eventName":"Reach level 5","rewardPoints":45.5,"revenue":60,"pubMemberId":"lus",' +
  '"pubClickId":"abc123xyz","pubSessionId":"sess","pubGender":null,"pubAge":"30","pubGeoCountry":null,"pubGeoState":null,' +
  '"pubPostalCode":null,"pubSub1":"one","pubSub2":null,"pubSub3":null,"pubSub4":null,"pubSub5":null,"pubSub6":null,' +
  '"pubSub7":null,"pubSub8":null,"pubSub9":null,"pubSub10":null,"pubSub11":null,"pubSub12":null,"pubSub13":null,' +
  '"pubSub14":null,"pubSub15":"fifteen","pubDevice":"IOS","trackSysEventId":"evt_12345","trackSysConversionId":"conv_67890",' +
  '"trackSysConversionAmount":"49.990","trackSysConversionIpAddress":"203.0.113.42",' +
  '"trackSysConversionEmail":"user@example.com","trackSysConversionUserId":"user_abc","trackSysConversionSub1":"s1",' +
  '"trackSysConversionSub2":null,"trackSysConversionSub3":null,"trackSysConversionSub4":null,"trackSysConversionSub5":"s5",' +
  '"sequenceNumber":2,"partnerId":"019a8f3e-0000-7000-8000-000000000006","partnerName":"Partner One",' +
  '"createdAt":"2026-11-21T06:30:01.000Z","clickTime":"2026-11-20T10:00:00.123Z"}}';

/** Any code units, lone surrogates and controls among them. */
const anyText = fc.string({ unit: fc.oneof(fc.nat(0x7f), fc.nat(0xffff)).map((code) => String.fromCharCode(code)) });

const bodyOf = (report: ConversionReport, keyCase: 'camel' | 'pascal' = 'camel'): string =>
  callbackBody('delivery-1', new Date('2026-11-21T06:32:00Z'), callbackConversion(report, keyCase));

describe('CALLBACK_FIELDS', () => {
  it('should be 61 names', () => {
    expect(new Set(CALLBACK_FIELDS).size).toBe(61);
  });
});

describe(callbackBody.name, () => {
  it('should write all 64 members in the order of G§5.2 (G10.30)', () => {
    expect(bodyOf(aReport())).toBe(GOLDEN);
  });

  it('should write the members of conversion in Pascal case, the envelope never', () => {
    const [envelope = '', conversion = ''] = GOLDEN.split('"conversion":');
    const pascal = conversion.replace(
      /([{,])"([a-z])/g,
      (_, before: string, first: string) => `${before}"${first.toUpperCase()}`,
    );
    expect(bodyOf(aReport(), 'pascal')).toBe(`${envelope}"conversion":${pascal}`);
  });

  it('should stay valid JSON of exactly these members, whatever the texts are', () => {
    const text = fc.option(anyText);
    const record = fc.dictionary(fc.constantFrom('pub_sub_1', 'pub_age', '__proto__', 'other'), anyText);
    fc.assert(
      fc.property(text, record, anyText, (rejectionReason, pubParameters, offerName) => {
        const json = bodyOf(aReport({ rejectionReason, pubParameters, offerName, eventName: rejectionReason }));
        const body = JSON.parse(json) as { conversion: Record<string, unknown> };
        expect(Object.keys(body)).toEqual(['id', 'sentAt', 'conversion']);
        expect(Object.keys(body.conversion)).toEqual(CALLBACK_FIELDS);
        expect(body.conversion['rejectionReason']).toBe(rejectionReason);
        expect(body.conversion['offerName']).toBe(offerName);
      }),
    );
  });
});

describe(callbackConversion.name, () => {
  it.each([
    ['Success', false, true],
    ['Success', true, true],
    ['Pending', false, false],
    ['Rejected', false, false],
    ['Rejected', true, true],
  ] as const)(
    'should tell for %s with callbackSent %s isRewardSent %s (G10.14)',
    (status, callbackSent, isRewardSent) => {
      const conversion = JSON.parse(callbackConversion(aReport({ status, callbackSent }), 'camel')) as Record<
        string,
        unknown
      >;
      expect(conversion['isRewardSent']).toBe(isRewardSent);
    },
  );

  it.each([
    '',
    'plain text',
    '#hash !',
    '[]{}~',
    'a "quoted" one',
    'back\\slash',
    'line\nbreak',
    '\u007f',
    'é',
    '\ud83d\ude00',
    '\ud800',
  ])('should write the text %j as JSON does', (offerName) => {
    const json = callbackConversion(aReport({ offerName }), 'camel');
    expect(json).toContain(`"offerName":${JSON.stringify(offerName)},`);
  });

  it('should write null for everything that is not there', () => {
    const bare = aReport({
      offerEventId: null,
      partnerId: null,
      partnerName: null,
      pubClickId: null,
      countryId: null,
      countryCode2: null,
      countryCode3: null,
      eventId: null,
      eventName: null,
      sequenceNumber: null,
      parameters: {},
      pubParameters: {},
    });
    const conversion = JSON.parse(callbackConversion(bare, 'camel')) as Record<string, unknown>;
    expect(Object.keys(conversion)).toEqual(CALLBACK_FIELDS);
    expect(Object.values(conversion).filter((value) => value === null)).toHaveLength(45);
  });
});
