import { ratesOf } from '@app/domain';
import { REPORT_GROUPS, type ReportGroup, type SummaryRow } from '@app/store';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import { IsId, IsInstant } from '../../http/lists/query-fields';

export class SummaryQuery {
  /** The first UTC day. */
  @IsInstant() @IsDate() from: Date;

  /** The last UTC day, 366 days in all at most. */
  @IsInstant() @IsDate() to: Date;

  @IsOptional() @IsIn(REPORT_GROUPS) group_by: ReportGroup = 'day';

  @IsOptional() @IsId() offerId?: string;

  /** Views belong to no partner. */
  @IsOptional() @IsId() partnerId?: string;

  /** `csv`, `xlsx`: the lines as a file. */
  @IsOptional() @IsIn(['json', 'csv', 'xlsx']) format?: 'json' | 'csv' | 'xlsx';
}

/** Names that the grouping does not have are null. */
export interface SummaryLine extends SummaryRow {
  /** Success conversions per click, in percent. */
  cr: number | null;
  /** Revenue per click. */
  epc: number | null;
}

export interface SummaryView {
  from: string;
  to: string;
  groupBy: ReportGroup;
  items: SummaryLine[];
}

const COUNTS = ['clicks', 'views', 'pending', 'success', 'rejected', 'cr', 'epc', 'revenue', 'payout'];

/** Columns of a file, by grouping. */
export const SUMMARY_COLUMNS: Readonly<Record<ReportGroup, readonly string[]>> = {
  day: ['day', ...COUNTS],
  offer: ['offerId', 'offerName', ...COUNTS],
  partner: ['partnerId', 'partnerName', ...COUNTS],
  event: ['offerId', 'offerName', 'offerEventId', 'eventId', 'eventName', ...COUNTS],
};

export function toSummaryLine(row: SummaryRow): SummaryLine {
  return { ...row, ...ratesOf(row) };
}
