import { isUuid } from '@app/domain';

export const KEEPABLE = [
  'offers',
  'partners',
  'advertisers',
  'postbacks',
  'callback',
  'receivers',
  'faults',
  'clock',
  'switches',
  'logs',
  'clicks',
  'conversions',
] as const;
export type Keepable = (typeof KEEPABLE)[number];

/** What each stands on: without it, it could not be shown or sent. */
const STANDS_ON: Readonly<Partial<Record<Keepable, readonly Keepable[]>>> = {
  offers: ['advertisers'],
  postbacks: ['partners', 'offers'],
  clicks: ['offers', 'partners'],
  conversions: ['clicks'],
};

/** What stays: all that was asked for, and what that stands on, in the order of {@link KEEPABLE}. */
export function whatStays(asked: readonly Keepable[]): Keepable[] {
  const stays = new Set<Keepable>();
  const keep = (name: Keepable): void => {
    if (stays.has(name)) return;
    stays.add(name);
    STANDS_ON[name]?.forEach(keep);
  };
  asked.forEach(keep);
  return KEEPABLE.filter((name) => stays.has(name));
}

/** One statement of a reset, on the account in `$1`. */
export interface Removal {
  table: string;
  where: string;
  /** The table stays when any of these stays. */
  staysWith: readonly Keepable[];
}

const OF_ACCOUNT = 'account_id = $1';
const OF_DELIVERY = 'delivery_id IN (SELECT id FROM deliveries WHERE account_id = $1)';
const OF_IMPORT = 'import_id IN (SELECT id FROM imports WHERE account_id = $1)';

/** In the order in which rows refer to each other, so that each statement finds nothing that still needs its rows. */
const REMOVALS: readonly Removal[] = [
  { table: 'receiver_requests', where: OF_ACCOUNT, staysWith: ['receivers'] },
  { table: 'receivers', where: OF_ACCOUNT, staysWith: ['receivers'] },
  { table: 'api_fault_rules', where: OF_ACCOUNT, staysWith: ['faults'] },
  { table: 'request_logs', where: OF_ACCOUNT, staysWith: ['logs'] },
  { table: 'history_logs', where: OF_ACCOUNT, staysWith: ['logs'] },
  { table: 'injected_faults', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'platform_events', where: OF_ACCOUNT, staysWith: ['logs'] },
  { table: 'attempts', where: OF_DELIVERY, staysWith: ['conversions'] },
  { table: 'delivery_payloads', where: OF_DELIVERY, staysWith: ['conversions'] },
  { table: 'deliveries', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'receiver_health', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'import_rows', where: OF_IMPORT, staysWith: ['conversions'] },
  { table: 'imports', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'conversion_changes', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'conversions', where: OF_ACCOUNT, staysWith: ['conversions'] },
  { table: 'clicks', where: OF_ACCOUNT, staysWith: ['clicks'] },
  { table: 'views', where: OF_ACCOUNT, staysWith: ['clicks'] },
  { table: 'expired_clicks', where: OF_ACCOUNT, staysWith: ['clicks'] },
  { table: 'postbacks', where: OF_ACCOUNT, staysWith: ['postbacks'] },
  { table: 'partner_links', where: OF_ACCOUNT, staysWith: [] },
  { table: 'scheduled_changes', where: OF_ACCOUNT, staysWith: ['offers'] },
  { table: 'offer_events', where: OF_ACCOUNT, staysWith: ['offers'] },
  { table: 'offers', where: OF_ACCOUNT, staysWith: ['offers'] },
  { table: 'integration_requests', where: OF_ACCOUNT, staysWith: ['offers'] },
  { table: 'partners', where: OF_ACCOUNT, staysWith: ['partners'] },
  { table: 'advertisers', where: `${OF_ACCOUNT} AND NOT is_default`, staysWith: ['advertisers'] },
  { table: 'categories', where: `${OF_ACCOUNT} AND NOT is_default`, staysWith: ['offers'] },
  { table: 'countries', where: `${OF_ACCOUNT} AND NOT is_default`, staysWith: ['offers'] },
  { table: 'callback_settings', where: OF_ACCOUNT, staysWith: ['callback'] },
];

/** A partner's links join it to an offer: they stay when both do. */
const LINKS = 'partner_links';

export function removalsFor(stays: readonly Keepable[]): Removal[] {
  const keepsLinks = stays.includes('offers') && stays.includes('partners');
  return REMOVALS.filter(
    ({ table, staysWith }) => !staysWith.some((name) => stays.includes(name)) && !(table === LINKS && keepsLinks),
  );
}

/** The statement with its account: all of a reset go in one round trip, in which there are no values. */
export function removalText({ table, where }: Removal, accountId: string): string {
  if (!isUuid(accountId)) throw new Error('An account is known by a UUID.');
  return `DELETE FROM ${table} WHERE ${where.replaceAll('$1', `'${accountId}'::uuid`)}`;
}

/** What the account row goes back to, its clock apart. The secret path, signature and endpoint stay. */
export function accountDefaults(stays: readonly Keepable[]): string[] {
  const faults = ['outbound_faults = NULL'];
  const switches = [
    'open_postbacks = true',
    'repeat_callbacks = true',
    'callback_on_reason_change = false',
    "null_macro = 'empty'",
    'default_reward_ratio = 1',
  ];
  return [...(stays.includes('faults') ? [] : faults), ...(stays.includes('switches') ? [] : switches)];
}
