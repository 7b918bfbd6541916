import {
  moneyToNumber,
  recordState,
  type ConversionStatus,
  type ConversionType,
  type OfferType,
  type RecordState,
} from '@app/domain';
import type { RecordRow, RecordRows } from '@app/tracking';
import { toReportValues, type ReportValues } from '../../http/lists/report-values';

/** What a conversion and each of its events show of their own state. G§7.6. */
interface StateView {
  id: string;
  createdAt: string;
  /** When the status was last changed. */
  modifiedAt: string;
  status: ConversionStatus;
  rejectionReason: string | null;
  userCompletedAt: string;
  isRepeated: boolean;
  /** A callback was sent and acknowledged. */
  isRewardSent: boolean;
  revenue: number;
  rewardPoints: number;
  /** To the partner. */
  payout: number;
}

/** A step of a MultiEvent offer. */
export interface ConversionEventView extends StateView {
  /** As in the callback: the id of this step. */
  conversionId: string;
  offerEventId: string | null;
  eventId: string | null;
  eventName: string | null;
  sequenceNumber: number | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  trackSysConversionAmount: string | null;
}

/** A conversion, with the callback's field names for what the callback has. G§7.5, G§7.6. */
export interface ConversionRecord extends StateView, ReportValues {
  conversionId: string;
  /** Every step that the offer needs is completed. */
  isUserCompleted: boolean;
  partnerId: string | null;
  partnerName: string | null;
  viewId: string | null;
  clickId: string;
  clickTime: string;
  offerId: string;
  offerName: string;
  offerType: OfferType;
  conversionType: ConversionType;
  offerSource: string;
  trackingSystem: string;
  offerAdvertiserId: string;
  offerAdvertiserName: string;
  offerCategoryId: string;
  offerCategoryName: string;
  offerCountryId: string | null;
  offerCountryCode2: string | null;
  offerCountryCode3: string | null;
  offerEventId: string | null;
  eventId: string | null;
  eventName: string | null;
  sequenceNumber: number | null;
  pubMemberId: string;
  pubClickId: string | null;
  /** Address of the click. */
  ipAddress: string | null;
  /** Browser of the click. */
  userAgent: string | null;
  /** The steps of a MultiEvent offer, oldest first; a SingleEvent offer has none. */
  conversionEvents?: ConversionEventView[];
}

export function toConversionRecord(rows: RecordRows): ConversionRecord {
  const [first, ...later] = rows;
  const steps = first.offerEventId === null ? null : rows;
  const state = recordState(first, later, steps === null ? [] : first.requiredEventIds);
  const record = {
    ...stateView(first, state),
    isUserCompleted: state.isUserCompleted,
    ...sourceOf(first),
    ...(steps !== null && { ...NO_STEP, conversionEvents: steps.map(toEventView) }),
  };
  return Object.assign(record, toReportValues(first.pubParameters, first.parameters));
}

/** What belongs to a step is shown with the step alone. */
const NO_STEP = { offerEventId: null, eventId: null, eventName: null, sequenceNumber: null } as const;

function stateView({ id, createdAt, isRepeated }: RecordRow, state: Omit<RecordState, 'isUserCompleted'>): StateView {
  return {
    id,
    createdAt: createdAt.toISOString(),
    modifiedAt: state.modifiedAt.toISOString(),
    status: state.status,
    rejectionReason: state.rejectionReason,
    userCompletedAt: state.userCompletedAt.toISOString(),
    isRepeated,
    isRewardSent: state.isRewardSent,
    revenue: moneyToNumber(state.revenue),
    rewardPoints: moneyToNumber(state.reward),
    payout: moneyToNumber(state.payout),
  };
}

function toEventView(row: RecordRow): ConversionEventView {
  const { id, offerEventId, eventId, eventName, sequenceNumber, parameters } = row;
  return {
    ...stateView(row, { ...row, isRewardSent: row.callbackSent }),
    conversionId: id,
    offerEventId,
    eventId,
    eventName,
    sequenceNumber,
    trackSysEventId: parameters.cnv_event_id ?? null,
    trackSysConversionId: parameters.cnv_conversion_id ?? null,
    trackSysConversionAmount: parameters.cnv_amount ?? null,
  };
}

type Source = Omit<ConversionRecord, keyof StateView | keyof ReportValues | 'isUserCompleted' | 'conversionEvents'>;

function sourceOf(row: RecordRow): Source {
  return {
    conversionId: row.id,
    partnerId: row.partnerId,
    partnerName: row.partnerName,
    viewId: row.viewId,
    clickId: row.clickId,
    clickTime: row.clickTime.toISOString(),
    offerId: row.offerId,
    offerName: row.offerName,
    offerType: row.offerType,
    conversionType: row.conversionType,
    offerSource: row.offerSource,
    trackingSystem: row.trackingSystem,
    offerAdvertiserId: row.advertiserId,
    offerAdvertiserName: row.advertiserName,
    offerCategoryId: row.categoryId,
    offerCategoryName: row.categoryName,
    offerCountryId: row.countryId,
    offerCountryCode2: row.countryCode2,
    offerCountryCode3: row.countryCode3,
    offerEventId: row.offerEventId,
    eventId: row.eventId,
    eventName: row.eventName,
    sequenceNumber: row.sequenceNumber,
    pubMemberId: row.pubMemberId,
    pubClickId: row.pubClickId,
    ipAddress: row.sourceIp,
    userAgent: row.userAgent,
  };
}
