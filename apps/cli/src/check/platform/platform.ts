import { randomBytes } from 'node:crypto';
import { AdminCallFailed, callAdmin, type Server } from '../../admin-client';
import type { CheckOptions } from '../check-options';
import type { Exchange } from '../exchange';
import type { DeliveryDetails, Page, PlayedConversion } from './answers';
import { toExchange } from './to-exchange';
import type { ConversionPlan } from './plan';
import { PublicEdge } from './public-edge';

type Fields = Readonly<Record<string, unknown>>;

/** Nothing is tried again, so that each delivery ends with its first attempt. */
const ONCE = { retry: { waits: [] } };
/** Beyond the time-out, that a delivery may take on a busy machine. */
const LONGEST_PAUSE_MS = 60_000;
const TIME_IS_OVER = 408;
const NOT_THERE = 404;
const OUTAGE = 'outage';
const RETRY_AFTER = '2m';

/** An account of Pitlane that is there for one check: conversions are made at its public edge, callbacks leave by its worker. */
export class Platform {
  /** Callbacks that were looked at. */
  private readonly seen = new Set<string>();

  private readonly account: Server;

  private constructor(
    private readonly server: Server,
    private readonly made: { slug: string; apiKey: string },
    private readonly edge: PublicEdge,
    private readonly options: CheckOptions,
  ) {
    this.account = { ...server, key: made.apiKey };
  }

  /** Throws what the server says against it: a wrong key, a setting that it refuses. */
  static async open(server: Server, options: CheckOptions): Promise<Platform> {
    const slug = `check-${randomBytes(6).toString('hex')}`;
    const made = await callAdmin<{ slug: string; apiKey: string }>(server, 'POST', '/accounts', { slug });
    const account = { ...server, key: made.apiKey };
    try {
      await makeStandIn(account);
      const { postbackUrl } = await callAdmin<{ postbackUrl: string }>(account, 'GET', '/account');
      const platform = new Platform(server, made, new PublicEdge(server.url, postbackUrl), options);
      await platform.configure();
      return platform;
    } catch (error) {
      await callAdmin(server, 'DELETE', `/accounts/${slug}`);
      throw error;
    }
  }

  /** Removes the account with all that was played. */
  async close(): Promise<void> {
    await callAdmin(this.server, 'DELETE', `/accounts/${this.made.slug}`);
  }

  /** Callbacks go to the endpoint, all kinds of them, each once; `fields` may say otherwise. */
  async configure(fields: Fields = {}): Promise<void> {
    const { callbackUrl, secret, keyCase } = this.options;
    await callAdmin(this.account, 'PUT', '/account/callback', {
      ...{ url: callbackUrl, sendPending: true, sendRejected: true, callbackKeyCase: keyCase, ...ONCE },
      ...(secret === null ? {} : { secretHeader: secret.header, secretValue: secret.value }),
      ...fields,
    });
  }

  /** A member's click on an offer of its own. */
  async click({ offer, click, withView }: ConversionPlan): Promise<Omit<PlayedConversion, 'conversionId'>> {
    const memberId = this.options.memberId ?? `member-${randomBytes(4).toString('hex')}`;
    const { id } = await callAdmin<{ id: string }>(this.account, 'POST', '/offers', {
      link: 'https://advertiser.example/land?click={gk_click_id}',
      ...offer,
    });
    const clickId = await this.edge.click({ ...click, offerId: id, pub_member_id: memberId }, withView);
    return { clickId, memberId };
  }

  /** The advertiser's postback; answers the id of the conversion that it made, or of the one that was there. */
  convert(clickId: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return this.edge.convert({ ...parameters, gk_click_id: clickId });
  }

  async setStatus(conversionId: string, status: string, rejectionReason?: string): Promise<void> {
    await callAdmin(this.account, 'PATCH', `/conversions/${conversionId}`, {
      status,
      ...(rejectionReason === undefined ? {} : { rejectionReason }),
    });
  }

  /** The callback of a conversion that is the next one in order, once it has been answered or given up. */
  async nextCallback(conversionId: string, what: string): Promise<Exchange & { deliveryId: string }> {
    const deliveryId = await this.unseen(conversionId);
    this.seen.add(deliveryId);
    return { deliveryId, ...(await this.lastExchange(deliveryId, what)) };
  }

  /** The same delivery again: same id, same body, another `sentAt`. */
  async resend(deliveryId: string, what: string): Promise<Exchange> {
    await callAdmin(this.account, 'POST', `/deliveries/${deliveryId}/resend`);
    return this.lastExchange(deliveryId, what);
  }

  /** Lets the first attempt of what `make` plans fail with 503 at a stand-in, and the retry reach the endpoint two minutes later on the test clock. */
  async retried(make: () => Promise<string>, what: string): Promise<Exchange> {
    const { url } = await callAdmin<{ url: string }>(this.account, 'GET', `/emulator/receivers/${OUTAGE}`);
    await this.configure({ url, retry: { waits: [RETRY_AFTER] } });
    const deliveryId = await this.unseen(await make());
    // Advancing by a moment returns when everything that is due now has been carried out.
    await callAdmin(this.account, 'POST', '/emulator/clock/advance', { by: 1 });
    await this.configure();
    await callAdmin(this.account, 'POST', '/emulator/clock/advance', { by: RETRY_AFTER });
    return this.lastExchange(deliveryId, what);
  }

  private async unseen(conversionId: string): Promise<string> {
    const { items } = await callAdmin<Page<{ id: string }>>(
      this.account,
      'GET',
      `/deliveries?conversionId=${conversionId}&kind=callback&page_size=100`,
    );
    const found = items.find(({ id }) => !this.seen.has(id));
    if (found === undefined) throw new Error(`Pitlane planned no callback for the conversion ${conversionId}.`);
    return found.id;
  }

  private async lastExchange(deliveryId: string, what: string): Promise<Exchange> {
    const until = performance.now() + this.options.timeoutMs + LONGEST_PAUSE_MS;
    while (!(await this.isSettled(deliveryId)) && performance.now() < until);
    const { attempts } = await callAdmin<DeliveryDetails>(this.account, 'GET', `/deliveries/${deliveryId}`);
    const attempt = attempts.at(-1);
    if (attempt === undefined) throw new Error(`Pitlane did not send the delivery ${deliveryId}. Is a worker running?`);
    return toExchange(attempt, what, this.options.secret?.header ?? null);
  }

  /** Waits, for a minute at most. */
  private async isSettled(deliveryId: string): Promise<boolean> {
    const path = `/deliveries/wait?id=${deliveryId}&status=Sent,Failed&timeout=60s`;
    try {
      const { items } = await callAdmin<Page<unknown>>(this.account, 'GET', path);
      return items.length > 0;
    } catch (error) {
      if (error instanceof AdminCallFailed && error.status === TIME_IS_OVER) return false;
      throw error;
    }
  }
}

/** Answers 503 in the endpoint's place. It needs the emulator's controls, like the test clock. */
async function makeStandIn(account: Server): Promise<void> {
  try {
    await callAdmin(account, 'PUT', `/emulator/receivers/${OUTAGE}`, { script: [{ status: 503 }] });
  } catch (error) {
    if (!(error instanceof AdminCallFailed) || error.status !== NOT_THERE) throw error;
    const hint = 'A check needs a server of the profile local; leave --url out, and one of its own is started.';
    throw new Error(`${error.message}\n${hint}`, { cause: error });
  }
}
