/** The publisher parameters that every view and click may carry. G§2.2. */
export const PUB_PARAMETERS = [
  'pub_session_id',
  'pub_gender',
  'pub_age',
  'pub_geo_country',
  'pub_geo_state',
  'pub_postal_code',
  'pub_device',
  ...Array.from({ length: 15 }, (_, index) => `pub_sub_${String(index + 1)}`),
] as const;

/** `pub_*` values by their wire name, without `pub_member_id` and `pub_click_id`. */
export type PubParameters = Readonly<Record<string, string>>;

export interface Click {
  /** The `gk_click_id`. */
  id: string;
  accountId: string;
  offerId: string;
  viewId: string | null;
  partnerId: string | null;
  pubMemberId: string;
  pubClickId: string | null;
  parameters: PubParameters;
  createdAt: Date;
}
