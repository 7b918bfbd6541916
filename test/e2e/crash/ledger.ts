import type { Account } from '../support/account';
import type { CallbackBody } from '../support/answers';

/** Ids of a whole list, however long it is. */
export async function allIds(account: Account, path: string): Promise<string[]> {
  const { text } = await account.api.call('GET', `${path}?format=csv`);
  const [head = '', ...rows] = text.trim().split('\n');
  if (!head.startsWith('id,')) throw new Error(`${path} does not begin with the id: ${head}`);
  return rows.map((row) => row.slice(0, row.indexOf(',')));
}

export async function countDeliveries(account: Account, filter: string): Promise<number> {
  return (await account.api.get<{ totalCount: number }>(`/deliveries?${filter}&page_size=1`)).totalCount;
}

/** How often each delivery arrived. */
export function arrivals(bodies: readonly CallbackBody[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { id } of bodies) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}
