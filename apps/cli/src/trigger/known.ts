import { query, type AdminApi, type Page } from '../client/admin-api';
import { Failed, Refused } from '../client/failures';
import { meant } from '../client/nearest';

/** As much of an offer as a click and a conversion need. */
export interface KnownOffer {
  id: string;
  name: string;
  status: string;
  offerType: string;
  link: string;
  /** The member's id is appended. */
  clickUrl: string;
  events: { id: string; eventId: string; name: string }[];
}

export interface KnownPartner {
  id: string;
  name: string;
}

export interface KnownClick {
  id: string;
  offerId: string;
  pubMemberId: string;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_LISTED = 100;

/** The offer of a name or id; without one the newest that is active. */
export async function findOffer(api: AdminApi, wanted: string | undefined): Promise<KnownOffer> {
  if (wanted !== undefined) return findNamed<KnownOffer>(api, 'offer', wanted);
  const { items } = await api.get<Page<KnownOffer>>('/offers?status=Active&page_size=1');
  const [newest] = items;
  if (newest === undefined) {
    throw new Failed('The account has no active offer. Make one, or load a seed: pitlane seed <file>.');
  }
  return newest;
}

export function findPartner(api: AdminApi, wanted: string): Promise<KnownPartner> {
  return findNamed<KnownPartner>(api, 'partner', wanted);
}

/** A click that is there. */
export async function findClick(api: AdminApi, id: string): Promise<KnownClick> {
  if (!ID.test(id)) throw new Failed(`“${id}” is no click id: it is a UUID, the gk_click_id.`);
  const { items } = await api.get<Page<KnownClick>>(`/clicks${query({ clickId: id, page_size: '1' })}`);
  const [click] = items;
  if (click === undefined) throw new Failed(`There is no click ${id} in this account.`);
  return click;
}

/** The Event ID to send: checked against what the offer has; `undefined` for an offer without events. */
export function eventOf(
  { name, events }: Pick<KnownOffer, 'name' | 'events'>,
  wanted: string | undefined,
): string | undefined {
  const ids = events.map(({ eventId }) => eventId);
  if (wanted === undefined) {
    if (ids.length === 0) return undefined;
    throw new Failed(`${name} has several events: say which by --event.${meant('', ids)}`);
  }
  if (ids.length === 0) throw new Failed(`${name} has no events: leave --event out.`);
  if (!ids.includes(wanted)) throw new Failed(`${name} has no event “${wanted}”.${meant(wanted, ids)}`);
  return wanted;
}

/** By id, or by name: the one that is spelled so, else the only one that contains it. */
async function findNamed<View extends { id: string; name: string }>(
  api: AdminApi,
  noun: 'offer' | 'partner',
  wanted: string,
): Promise<View> {
  if (ID.test(wanted)) {
    const found = await unlessMissing(api.get<View>(`/${noun}s/${wanted.toLowerCase()}`));
    if (found !== null) return found;
  } else {
    const { items } = await api.get<Page<View>>(
      `/${noun}s${query({ search: wanted, page_size: String(MOST_LISTED) })}`,
    );
    const found = pick(items, wanted, noun);
    if (found !== null) return found;
  }
  const { items } = await api.get<Page<View>>(`/${noun}s?page_size=${String(MOST_LISTED)}`);
  const there =
    items.length === 0
      ? ` The account has none.`
      : meant(
          wanted,
          items.map(({ name }) => name),
        );
  throw new Failed(`There is no ${noun} “${wanted}”.${there}`);
}

/** Of those whose name contains the text, the one that is meant; `null`: none of them. */
export function pick<View extends { id: string; name: string }>(
  items: readonly View[],
  wanted: string,
  noun: string,
): View | null {
  const same = items.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const candidates = same.length > 0 ? same : items;
  if (candidates.length < 2) return candidates[0] ?? null;
  const named = candidates.map(({ name, id }) => `  ${id}  ${name}`);
  throw new Failed(`Several ${noun}s are called “${wanted}”; name one by its id:\n${named.join('\n')}`);
}

async function unlessMissing<View>(found: Promise<View>): Promise<View | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
