import type { CallbackKeyCase } from '../account/account';
import type { ConversionReport } from '../conversion/conversion-report';
import { moneyToNumber } from '../money';

type CallbackValue = string | number | boolean | null;
type ReadField = (report: ConversionReport) => CallbackValue;
type Field = readonly [name: string, read: ReadField];

/** Every member of `conversion`, in the order of G§5.2, and where it comes from. */
const FIELDS: readonly Field[] = [
  ['status', (report) => report.status],
  ['rejectionReason', (report) => report.rejectionReason],
  ['userCompletedAt', (report) => report.userCompletedAt.toISOString()],
  // G10.14: the callback that tells of a Success counts itself as sent.
  ['isRewardSent', (report) => report.status === 'Success' || report.callbackSent],
  ['viewId', (report) => report.viewId],
  ['clickId', (report) => report.clickId],
  ['conversionId', (report) => report.id],
  ['offerId', (report) => report.offerId],
  ['offerName', (report) => report.offerName],
  ['offerAdvertiserId', (report) => report.advertiserId],
  ['offerEventId', (report) => report.offerEventId],
  ['offerAdvertiserName', (report) => report.advertiserName],
  ['offerCategoryId', (report) => report.categoryId],
  ['offerCategoryName', (report) => report.categoryName],
  ['offerCountryId', (report) => report.countryId],
  ['offerCountryCode2', (report) => report.countryCode2],
  ['offerCountryCode3', (report) => report.countryCode3],
  ['eventId', (report) => report.eventId],
  ['eventName', (report) => report.eventName],
  ['rewardPoints', (report) => moneyToNumber(report.reward)],
  ['revenue', (report) => moneyToNumber(report.revenue)],
  ['pubMemberId', (report) => report.pubMemberId],
  ['pubClickId', (report) => report.pubClickId],
  ['pubSessionId', readPub('pub_session_id')],
  ['pubGender', readPub('pub_gender')],
  ['pubAge', readPub('pub_age')],
  ['pubGeoCountry', readPub('pub_geo_country')],
  ['pubGeoState', readPub('pub_geo_state')],
  ['pubPostalCode', readPub('pub_postal_code')],
  ...Array.from({ length: 15 }, (_, index) => pubSub(String(index + 1))),
  ['pubDevice', readPub('pub_device')],
  ['trackSysEventId', ({ parameters }) => parameters.cnv_event_id ?? null],
  ['trackSysConversionId', ({ parameters }) => parameters.cnv_conversion_id ?? null],
  ['trackSysConversionAmount', ({ parameters }) => parameters.cnv_amount ?? null],
  ['trackSysConversionIpAddress', ({ parameters }) => parameters.cnv_conversion_ip_address ?? null],
  ['trackSysConversionEmail', ({ parameters }) => parameters.cnv_email ?? null],
  ['trackSysConversionUserId', ({ parameters }) => parameters.cnv_user_id ?? null],
  ['trackSysConversionSub1', ({ parameters }) => parameters.cnv_sub_1 ?? null],
  ['trackSysConversionSub2', ({ parameters }) => parameters.cnv_sub_2 ?? null],
  ['trackSysConversionSub3', ({ parameters }) => parameters.cnv_sub_3 ?? null],
  ['trackSysConversionSub4', ({ parameters }) => parameters.cnv_sub_4 ?? null],
  ['trackSysConversionSub5', ({ parameters }) => parameters.cnv_sub_5 ?? null],
  ['sequenceNumber', (report) => report.sequenceNumber],
  ['partnerId', (report) => report.partnerId],
  ['partnerName', (report) => report.partnerName],
  ['createdAt', (report) => report.createdAt.toISOString()],
  ['clickTime', (report) => report.clickTime.toISOString()],
];

/** The names of the 61 members, as the platform spells them today (camel case). */
export const CALLBACK_FIELDS: readonly string[] = FIELDS.map(([name]) => name);

/** What stands before each value, ready to be written. */
const KEYS: Readonly<Record<CallbackKeyCase, readonly string[]>> = {
  camel: CALLBACK_FIELDS.map(jsonKey),
  pascal: CALLBACK_FIELDS.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).map(jsonKey),
};

/** Text that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** JSON text of `conversion`: all 61 members, nulls included. G§5.2. */
export function callbackConversion(report: ConversionReport, keyCase: CallbackKeyCase): string {
  const keys = KEYS[keyCase];
  let json = '';
  for (const [index, [, read]] of FIELDS.entries()) {
    json += `${keys[index] ?? ''}${jsonValue(read(report))}`;
  }
  return `{${json}}`;
}

/** The whole body. `id` is the delivery's, `sentAt` this attempt's; only these two change between attempts. K§5.1. */
export function callbackBody(id: string, sentAt: Date, conversionJson: string): string {
  return `{"id":${JSON.stringify(id)},"sentAt":"${sentAt.toISOString()}","conversion":${conversionJson}}`;
}

/** `JSON.stringify` leaves each result where garbage is collected last: sixty for each callback would add up. */
function jsonValue(value: CallbackValue): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

function readPub(name: string): ReadField {
  return ({ pubParameters }) => pubParameters[name] ?? null;
}

function pubSub(number: string): Field {
  return [`pubSub${number}`, readPub(`pub_sub_${number}`)];
}

function jsonKey(name: string, index: number): string {
  return `${index === 0 ? '' : ','}"${name}":`;
}
