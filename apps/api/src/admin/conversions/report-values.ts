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

export function toReportValues(pub: PubParameters, cnv: ConversionParameters): ReportValues {
  return {
    pubSessionId: pub['pub_session_id'] ?? null,
    pubGender: pub['pub_gender'] ?? null,
    pubAge: pub['pub_age'] ?? null,
    pubGeoCountry: pub['pub_geo_country'] ?? null,
    pubGeoState: pub['pub_geo_state'] ?? null,
    pubPostalCode: pub['pub_postal_code'] ?? null,
    pubDevice: pub['pub_device'] ?? null,
    pubSub1: pub['pub_sub_1'] ?? null,
    pubSub2: pub['pub_sub_2'] ?? null,
    pubSub3: pub['pub_sub_3'] ?? null,
    pubSub4: pub['pub_sub_4'] ?? null,
    pubSub5: pub['pub_sub_5'] ?? null,
    pubSub6: pub['pub_sub_6'] ?? null,
    pubSub7: pub['pub_sub_7'] ?? null,
    pubSub8: pub['pub_sub_8'] ?? null,
    pubSub9: pub['pub_sub_9'] ?? null,
    pubSub10: pub['pub_sub_10'] ?? null,
    pubSub11: pub['pub_sub_11'] ?? null,
    pubSub12: pub['pub_sub_12'] ?? null,
    pubSub13: pub['pub_sub_13'] ?? null,
    pubSub14: pub['pub_sub_14'] ?? null,
    pubSub15: pub['pub_sub_15'] ?? null,
    ...trackSysValues(cnv),
  };
}

type TrackSysValues = Pick<ReportValues, Extract<keyof ReportValues, `trackSys${string}`>>;

function trackSysValues(cnv: ConversionParameters): TrackSysValues {
  return {
    trackSysEventId: cnv.cnv_event_id ?? null,
    trackSysConversionId: cnv.cnv_conversion_id ?? null,
    trackSysConversionAmount: cnv.cnv_amount ?? null,
    trackSysConversionIpAddress: cnv.cnv_conversion_ip_address ?? null,
    trackSysConversionEmail: cnv.cnv_email ?? null,
    trackSysConversionUserId: cnv.cnv_user_id ?? null,
    trackSysConversionSub1: cnv.cnv_sub_1 ?? null,
    trackSysConversionSub2: cnv.cnv_sub_2 ?? null,
    trackSysConversionSub3: cnv.cnv_sub_3 ?? null,
    trackSysConversionSub4: cnv.cnv_sub_4 ?? null,
    trackSysConversionSub5: cnv.cnv_sub_5 ?? null,
  };
}
