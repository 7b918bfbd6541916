import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DeliveryDetails,
  Envelope,
  ConversionAnswer,
  Offer,
  PartnerLink,
  ReceiverRequest,
} from '../support/answers';
import { byAppearance } from '../support/by-appearance';
import { request } from '../support/http';
import { startPitlane, type Pitlane } from '../support/pitlane';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();

const SEED = `
random: 42
clock: { freezeAt: "2026-11-21T06:00:00Z" }
callback: { url: receiver://callbacks, sendRejected: true }
receivers:
  - { name: callbacks, script: [{ status: 503 }, { status: 503 }, { status: 200 }] }
  - { name: partner, script: [{ status: 200 }] }
offers:
  - { name: Boost Card, link: "https://brand.example/?click={gk_click_id}", revenue: 20, reward: 1500 }
partners:
  - name: Brightwheels
    links: [{ offer: Boost Card }]
    postbacks:
      - { scope: global, url: "receiver://partner?c={gk_conversion_id}&s={cnv_status}", statuses: [Success, Rejected] }
clicks:
  - { offer: Boost Card, member: earlier, at: "2026-11-20T06:00:00Z" }
conversions:
  - { click: click-1, at: "2026-11-20T06:05:00Z" }
`;

/** What a run of the story leaves behind. */
interface Story {
  /** The seed as it was loaded, with the ids of all that it made. */
  seeded: string;
  /** The account at the end. */
  ended: string;
  /** Bodies of callbacks and addresses of postbacks, as the receivers got them. */
  told: string;
  /** Deliveries with their attempts, without what real time has a part in. */
  deliveries: string;
}

/** A click, a conversion, a callback that fails twice and arrives, a rejection that is told. */
async function play(pitlane: Pitlane): Promise<Story> {
  const { root } = pitlane;
  const seeded = (await root.call('GET', '/emulator/export?ids=true')).text;
  const [offer] = await root.list<Offer>('/offers');
  const [partner] = await root.list<{ id: string }>('/partners');
  const link = await root.post<PartnerLink>(`/partners/${partner?.id ?? ''}/links`, { offerId: offer?.id });
  const linkId = new URL(link.url).pathname.split('/').at(-1) ?? '';
  const click = await request(`${pitlane.url}/api/v1/offer-link/redirect/${linkId}?pub_member_id=ann&pub_click_id=p-1`);
  const clickId = new URL(click.headers.get('location') ?? '').searchParams.get('click') ?? '';
  const { json } = await request(`${pitlane.url}/track?gk_click_id=${clickId}&cnv_conversion_id=adv-1`);
  const conversionId = (json as Envelope<ConversionAnswer>).data?.conversionId ?? '';
  await root.post('/emulator/clock/advance', { by: '10m' });
  const { rejectionPath } = await root.get<{ rejectionPath: string }>('/account');
  const { pathname } = new URL(rejectionPath);
  await request(`${pitlane.url}${pathname}?new_rejected_reason=chargeback&transaction_id=${conversionId}`);
  await root.post('/emulator/clock/advance', { by: '1h' });
  return { seeded, ended: (await root.call('GET', '/emulator/export')).text, ...(await outcome(pitlane)) };
}

async function outcome({ root }: Pitlane): Promise<Pick<Story, 'told' | 'deliveries'>> {
  const calls = (name: string): Promise<ReceiverRequest[]> => root.list(`/emulator/receivers/${name}/requests`);
  const told = [
    ...(await calls('callbacks')).map(({ body }) => body),
    ...(await calls('partner')).map(({ url }) => url),
  ];
  const deliveries: unknown[] = [];
  for (const { id } of await root.list<{ id: string }>('/deliveries?orderby=createdAt&order_asc=true')) {
    const { kind, status, conversionStatus, attempts } = await root.get<DeliveryDetails>(`/deliveries/${id}`);
    const made = attempts.map(({ number, trigger, startedAt, response }) => [
      number,
      trigger,
      startedAt,
      response?.status,
    ]);
    deliveries.push([id, kind, status, conversionStatus, made]);
  }
  return { told: told.join('\n'), deliveries: JSON.stringify(deliveries) };
}

/** On a server of its own, which starts in a folder that has the seed. */
async function run(): Promise<Story> {
  const cwd = folder();
  writeFileSync(join(cwd, 'pitlane.seed.yaml'), SEED);
  const pitlane = await startPitlane({ cwd });
  try {
    return await play(pitlane);
  } finally {
    await pitlane.close();
  }
}

describe('a story on a seed with a fixed clock and a random seed (K§7)', () => {
  it('should be the same, byte for byte, on two fresh servers', async () => {
    const [first, second] = [await run(), await run()];
    // What the seed makes has the same ids.
    expect(second.seeded).toBe(first.seeded);
    // The account as a seed names no ids.
    expect(second.ended).toBe(first.ended);
    expect(first.ended).toContain('reason: chargeback');
    // Ids that came after the seed, by the order in which they appear.
    expect(byAppearance(second.told, second.seeded)).toBe(byAppearance(first.told, first.seeded));
    expect(byAppearance(second.deliveries, second.seeded)).toBe(byAppearance(first.deliveries, first.seeded));
    const attempts = JSON.parse(first.deliveries) as [string, string, string, string, unknown[][]][];
    expect(attempts.find(([, kind]) => kind === 'callback')?.[4]).toEqual([
      [1, 'auto', '2026-11-21T06:00:00.000Z', 503],
      [2, 'retry', '2026-11-21T06:02:00.000Z', 503],
      [3, 'retry', '2026-11-21T06:06:00.000Z', 200],
    ]);
    expect(first.told.split('\n')).toHaveLength(6);
  });
});
