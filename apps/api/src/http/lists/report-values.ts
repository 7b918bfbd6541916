import type { ConversionParameters, PubParameters } from '@app/domain';

/** What the publisher and the advertiser sent along, under the names of the callback. G§5.2. */
export interface ReportValues {
  pubSessionId: string | null;
  pubGender: string | null;
  pubAge: string | null;
  pubGeoCountry: string | null;
  pubGeoState: string | null;
  pubPostalCode: string | null;
  pubDevice: string | null;
  pubSub1: string | null;
  pubSub2: string | null;
  pubSub3: string | null;
  pubSub4: string | null;
  pubSub5: string | null;
  pubSub6: string | null;
  pubSub7: string | null;
  pubSub8: string | null;
  pubSub9: string | null;
  pubSub10: string | null;
  pubSub11: string | null;
  pubSub12: string | null;
  pubSub13: string | null;
  pubSub14: string | null;
  pubSub15: string | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  /** As it was sent, so text. */
  trackSysConversionAmount: string | null;
  trackSysConversionIpAddress: string | null;
  trackSysConversionEmail: string | null;
  trackSysConversionUserId: string | null;
  trackSysConversionSub1: string | null;
  trackSysConversionSub2: string | null;
  trackSysConversionSub3: string | null;
  trackSysConversionSub4: string | null;
  trackSysConversionSub5: string | null;
}

export function toReportValues(pubParameters: PubParameters, parameters: ConversionParameters): ReportValues {
  const pub = (name: string): string | null => pubParameters[name] ?? null;
  return {
    pubSessionId: pub('pub_session_id'),
    pubGender: pub('pub_gender'),
    pubAge: pub('pub_age'),
    pubGeoCountry: pub('pub_geo_country'),
    pubGeoState: pub('pub_geo_state'),
    pubPostalCode: pub('pub_postal_code'),
    pubDevice: pub('pub_device'),
    pubSub1: pub('pub_sub_1'),
    pubSub2: pub('pub_sub_2'),
    pubSub3: pub('pub_sub_3'),
    pubSub4: pub('pub_sub_4'),
    pubSub5: pub('pub_sub_5'),
    pubSub6: pub('pub_sub_6'),
    pubSub7: pub('pub_sub_7'),
    pubSub8: pub('pub_sub_8'),
    pubSub9: pub('pub_sub_9'),
    pubSub10: pub('pub_sub_10'),
    pubSub11: pub('pub_sub_11'),
    pubSub12: pub('pub_sub_12'),
    pubSub13: pub('pub_sub_13'),
    pubSub14: pub('pub_sub_14'),
    pubSub15: pub('pub_sub_15'),
    ...trackSysValues(parameters),
  };
}

type TrackSysValues = Pick<ReportValues, Extract<keyof ReportValues, `trackSys${string}`>>;

function trackSysValues(parameters: ConversionParameters): TrackSysValues {
  const cnv = (name: keyof ConversionParameters): string | null => parameters[name] ?? null;
  return {
    trackSysEventId: cnv('cnv_event_id'),
    trackSysConversionId: cnv('cnv_conversion_id'),
    trackSysConversionAmount: cnv('cnv_amount'),
    trackSysConversionIpAddress: cnv('cnv_conversion_ip_address'),
    trackSysConversionEmail: cnv('cnv_email'),
    trackSysConversionUserId: cnv('cnv_user_id'),
    trackSysConversionSub1: cnv('cnv_sub_1'),
    trackSysConversionSub2: cnv('cnv_sub_2'),
    trackSysConversionSub3: cnv('cnv_sub_3'),
    trackSysConversionSub4: cnv('cnv_sub_4'),
    trackSysConversionSub5: cnv('cnv_sub_5'),
  };
}
