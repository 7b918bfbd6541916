import type { Account } from '../support/account';
import type { Page } from '../support/admin-client';
import type { Envelope } from '../support/answers';
import { rawRequest, type RawAnswer } from '../support/http';

/** An offer as the wall shows it; only what tests look at. G§7.7. */
export interface WallOffer {
  id: string;
  name: string;
  epc?: number;
  events: { eventId: string; isUserCompleted: boolean }[];
}

type Parameters = Readonly<Record<string, string>>;

/** A call of the offer wall on the account's own host. */
export function callWall(account: Account, path: string, parameters: Parameters): Promise<RawAnswer> {
  const query = new URLSearchParams(parameters).toString();
  return rawRequest(account.url, {
    path: `/api/v1/offer-wall/${path}?${query}`,
    headers: { host: `api.${account.slug}.localhost` },
  });
}

/** The page of a list that is answered. */
export async function wallPage(account: Account, path: string, parameters: Parameters): Promise<Page<WallOffer>> {
  const { status, json, text } = await callWall(account, path, parameters);
  const { data } = json as Envelope<{ offers: Page<WallOffer> }>;
  if (status !== 200 || data === undefined) throw new Error(`${path} was refused: ${status} ${text}`);
  return data.offers;
}

/** Names of the offers that a member is shown, in order. */
export async function wallNames(account: Account, parameters: Parameters = {}, path = 'offers'): Promise<string[]> {
  const { items } = await wallPage(account, path, { pub_member_id: 'lus', page_size: '100', ...parameters });
  return items.map(({ name }) => name);
}
