// Members who click, convert, and are now and then rejected, whatever becomes of the servers. Keeps what was acknowledged.
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';

const RETRY_MS = 20;
const PATIENCE_MS = 5_000;
/** Longer than any server is away. */
const MOST_TRIES = 3_000;
const REJECTED_SHARE = 0.3;

export class Load {
  clicks = [];
  conversions = [];
  /** Conversions whose rejection was acknowledged. */
  rejected = [];
  #world;
  #random;
  #callers = [];
  #isOn = false;
  #member = 0;

  constructor(world, random) {
    this.#world = world;
    this.#random = random;
  }

  /** So many members, one after the other; calls that get no answer are made again. */
  async burst(members) {
    for (let done = 0; done < members; done++) await this.#convertMember(true);
  }

  /** Several callers at once, until `stop`; a call that gets no answer is forgotten. */
  start(callers) {
    this.#isOn = true;
    this.#callers = Array.from({ length: callers }, async () => {
      while (this.#isOn) await this.#convertMember(false);
    });
  }

  async stop() {
    this.#isOn = false;
    await Promise.all(this.#callers);
  }

  async #convertMember(insists) {
    const { account } = this.#world;
    const member = ++this.#member;
    const isRejected = this.#random.chance(REJECTED_SHARE);
    const clicked = await this.#call(
      `${account.linkPath}?pub_click_id=pc-${member}&pub_member_id=member-${member}`,
      insists,
    );
    const clickId = /[?&]click=([0-9a-f-]{36})/.exec(clicked?.location ?? '')?.[1];
    if (clickId === undefined) return;
    this.clicks.push(clickId);
    const converted = await this.#call(`${account.postbackPath}&gk_click_id=${clickId}`, insists);
    const conversionId = converted?.data?.conversionId;
    if (conversionId === undefined) return;
    this.conversions.push(conversionId);
    if (!isRejected) return;
    const reason = `new_rejected_reason=chaos&transaction_id=${conversionId}`;
    const rejection = await this.#call(`${account.rejectionPath}?${reason}`, insists);
    if (rejection !== null) this.rejected.push(conversionId);
  }

  /** `null`: there was no good answer, so nobody knows what became of it. */
  async #call(path, insists) {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      try {
        const { statusCode, headers, body } = await request(`${this.#world.apiUrl}${path}`, {
          headersTimeout: PATIENCE_MS,
          bodyTimeout: PATIENCE_MS,
        });
        const text = await body.text();
        if (statusCode === 302) return { location: headers.location };
        if (statusCode === 200) return JSON.parse(text);
        if (statusCode < 500) throw new Error(`${path} was refused: ${statusCode} ${text}`, { cause: 'refused' });
      } catch (error) {
        if (error.cause === 'refused') throw error;
      }
      await pause(RETRY_MS);
      if (!insists) return null;
    }
    throw new Error(`${path} never had a good answer.`);
  }
}
