import type { Money } from '../money';

export const CONVERSION_STATUSES = ['Pending', 'Success', 'Rejected'] as const;
export type ConversionStatus = (typeof CONVERSION_STATUSES)[number];

/** Who changed a conversion's status. K§3.3. */
export const CHANGED_BY = ['postback', 'pending-time', 'admin', 'import', 'rejection-endpoint'] as const;
export type ChangedBy = (typeof CHANGED_BY)[number];

/** What the advertiser sent along with a conversion postback, by wire name. G§3.2. */
export const CONVERSION_PARAMETERS = [
  'cnv_event_id',
  'cnv_amount',
  'cnv_conversion_id',
  'cnv_conversion_ip_address',
  'cnv_email',
  'cnv_user_id',
  'cnv_sub_1',
  'cnv_sub_2',
  'cnv_sub_3',
  'cnv_sub_4',
  'cnv_sub_5',
] as const;
export type ConversionParameters = Readonly<Partial<Record<(typeof CONVERSION_PARAMETERS)[number], string>>>;

export interface Conversion {
  id: string;
  accountId: string;
  clickId: string;
  offerId: string;
  /** Id of the offer's event row; `null` for a SingleEvent offer. */
  offerEventId: string | null;
  partnerId: string | null;
  pubMemberId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
  isRepeated: boolean;
  /** The first conversion of this member and event, when this one repeats it. */
  repeatOf: string | null;
  revenue: Money;
  reward: Money;
  payout: Money;
  parameters: ConversionParameters;
  userCompletedAt: Date;
  createdAt: Date;
  modifiedAt: Date;
  /** When a Pending conversion becomes Success by itself; `null` while only a person can decide. */
  maturesAt: Date | null;
  /** True once a callback of this conversion was acknowledged. G10.14. */
  callbackSent: boolean;
}
