import fc from 'fast-check';
import type { ConversionReport } from '../conversion/conversion-report';
import {
  POSTBACK_MACROS,
  postbackUrlProblem,
  postbackValues,
  postbackWarnings,
  renderPostback,
} from './postback-template';

const aReport = (report: Partial<ConversionReport> = {}): ConversionReport =>
  ({
    id: 'conversion-1',
    clickId: 'click-1',
    offerId: 'offer-1',
    offerName: 'Play & win',
    pubMemberId: 'user_98765',
    pubClickId: 'abc123xyz',
    pubParameters: { pub_sub_1: 'one', pub_sub_15: 'fifteen', pub_age: '30' },
    parameters: { cnv_event_id: 'sent-event', cnv_amount: '49.99' },
    eventId: 'level 5',
    eventName: 'Reach level 5',
    status: 'Success',
    rejectionReason: null,
    payout: '1.500000',
    ...report,
  }) as ConversionReport;

/** Any code units, lone surrogates and controls among them. */
const text = fc.string({ unit: fc.oneof(fc.nat(0x7f), fc.nat(0xffff)).map((code) => String.fromCharCode(code)) });

describe(postbackValues.name, () => {
  it('should have a value or null for each macro, in their order', () => {
    expect(Object.keys(postbackValues(aReport()))).toEqual(POSTBACK_MACROS);
    expect(POSTBACK_MACROS).toHaveLength(27);
  });

  it.each([
    ['pub_click_id', 'abc123xyz'],
    ['pub_member_id', 'user_98765'],
    ['gk_offer_id', 'offer-1'],
    ['gk_offer_name', 'Play & win'],
    ['cnv_event_id', 'level 5'],
    ['cnv_amount', '49.99'],
    ['pub_sub_1', 'one'],
    ['pub_sub_2', null],
    ['pub_sub_15', 'fifteen'],
    ['gk_click_id', 'click-1'],
    ['gk_conversion_id', 'conversion-1'],
    ['gk_event_name', 'Reach level 5'],
    ['cnv_status', 'Success'],
    ['cnv_rejection_reason', null],
    ['payout', '1.5'],
  ])('should give %s the value %j', (name, value) => {
    expect(postbackValues(aReport())[name]).toBe(value);
  });

  it('should give a SingleEvent offer no event, whatever the advertiser sent', () => {
    const values = postbackValues(aReport({ eventId: null, eventName: null, parameters: { cnv_event_id: 'sent' } }));
    expect([values['cnv_event_id'], values['gk_event_name'], values['cnv_amount']]).toEqual([null, null, null]);
  });
});

describe(renderPostback.name, () => {
  const URL_TEMPLATE =
    'https://p.example/pb?click={pub_click_id}&e={cnv_event_id}&r={cnv_rejection_reason}&x={pub_age}';

  it('should fill the macros', () => {
    expect(renderPostback(URL_TEMPLATE, postbackValues(aReport()), 'empty')).toBe(
      'https://p.example/pb?click=abc123xyz&e=level%205&r=&x={pub_age}',
    );
  });

  it('should write null where the account says so', () => {
    expect(renderPostback(URL_TEMPLATE, postbackValues(aReport({ eventId: null })), 'null')).toBe(
      'https://p.example/pb?click=abc123xyz&e=null&r=null&x={pub_age}',
    );
  });

  it('should keep receiver and parameters, whatever the values are', () => {
    fc.assert(
      fc.property(text, text, text, (pubClickId, rejectionReason, eventId) => {
        const values = postbackValues(aReport({ pubClickId, rejectionReason, eventId }));
        const url = new URL(renderPostback(URL_TEMPLATE, values, 'empty'));
        expect(url.origin + url.pathname + url.hash).toBe('https://p.example/pb');
        expect([...url.searchParams.keys()]).toEqual(['click', 'e', 'r', 'x']);
      }),
    );
  });
});

describe(postbackUrlProblem.name, () => {
  it('should accept macros in path and query', () => {
    expect(postbackUrlProblem('https://p.example/{pub_sub_1}?c={pub_click_id}')).toBeNull();
  });

  it('should take 2,000 characters and no more', () => {
    expect(postbackUrlProblem('https://p.example/?'.padEnd(2_000, 'x'))).toBeNull();
    expect(postbackUrlProblem('https://p.example/?'.padEnd(2_001, 'x'))).toContain('2,000');
  });

  it.each(['ftp://p.example/', 'https://{pub_sub_1}/', 'https://p.example/a b', 'https://u:p@p.example/', 'nonsense'])(
    'should refuse %s',
    (url) => {
      expect(postbackUrlProblem(url)).toMatch(/^[A-Z].*\.$/);
    },
  );
});

describe(postbackWarnings.name, () => {
  it('should name the unknown macros', () => {
    expect(postbackWarnings('https://p.example/?a={pub_click_id}&b={click_id}&c={pub_sub_16}&d={click_id}')).toEqual([
      'The macro {click_id} is unknown and stays as it is.',
      'The macro {pub_sub_16} is unknown and stays as it is.',
    ]);
  });
});
