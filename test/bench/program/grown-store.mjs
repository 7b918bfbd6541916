// A store that has been at work for many days, each with clicks of its own. Made by the database itself: none of it is measured.

const TABLES = ['clicks', 'views', 'attempts', 'request_logs'];
/** Prime to every amount that is asked for, so that steps of it meet each click once. */
const STEP = 7_919;

const AT = `($2::timestamptz + n * interval '1 day' * $3::double precision / $4::double precision)::timestamptz(3)`;
/** Ids in the order of time, as real ones are, and the same ones for the same number. */
const ID = `(lpad(to_hex((extract(epoch FROM ${AT}) * 1000)::bigint), 12, '0') || '7' || substr(md5('click' || n), 1, 3) || '8' || substr(md5('click' || n), 4, 15))::uuid`;

const FILL = `INSERT INTO clicks (id, account_id, offer_id, partner_id, pub_member_id, pub_click_id, parameters, source_ip, user_agent, url, created_at)
  SELECT ${ID}, $1::uuid, $7::uuid, $8::uuid, 'member-' || n, 'click-' || n, '{"pub_sub_1": "campaign one", "pub_device": "Android"}', '203.0.113.7',
         'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36',
         '/api/v1/offer-wall/offer-link-redirect?offerId=' || $7 || '&pub_member_id=member-' || n, ${AT}
    FROM generate_series($5::bigint, $6::bigint - 1) n`;

/** Clicks of an account, evenly over the days up to this midnight. */
export class GrownStore {
  #ledger;
  #account;
  #sizes;
  #from = null;
  #taken = 0;

  constructor(ledger, account, sizes) {
    this.#ledger = ledger;
    this.#account = account;
    this.#sizes = sizes;
  }

  async fill() {
    const { days, clicks } = this.#sizes;
    // What a new store keeps in one part until its second day is kept by day here, as later on.
    await this.#ledger.query(`DROP TABLE ${TABLES.map((table) => `${table}_before`).join(', ')}`);
    for (const table of TABLES) {
      await this.#ledger.query(
        `SELECT keep_day($1, (now() AT TIME ZONE 'UTC')::date + ago) FROM generate_series(-$2::integer, 2) AS ago`,
        [table, days],
      );
    }
    const [{ midnight }] = await this.#ledger.query(
      `SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') - $1 * interval '1 day') AT TIME ZONE 'UTC' AS midnight`,
      [days],
    );
    this.#from = midnight;
    const { id, offerId, partnerId } = this.#account;
    for (let day = 0; day < days; day++) {
      const first = (number) => Math.round((number * clicks) / days);
      await this.#ledger.query(FILL, [id, midnight, days, clicks, first(day), first(day + 1), offerId, partnerId]);
    }
    await this.#ledger.query('VACUUM ANALYZE');
    await this.#ledger.query('CHECKPOINT');
  }

  /** Ids of so many clicks of any day that were not taken before. */
  async take(count) {
    const { days, clicks } = this.#sizes;
    const numbers = Array.from({ length: count }, () => (this.#taken++ * STEP) % clicks);
    const rows = await this.#ledger.query(
      `SELECT c.id FROM (SELECT ${ID} AS id, place FROM unnest($1::bigint[]) WITH ORDINALITY AS taken (n, place)) c ORDER BY place`,
      [numbers, this.#from, days, clicks],
    );
    return rows.map(({ id }) => id);
  }
}
