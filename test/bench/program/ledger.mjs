// What a run needs in the ledger beforehand, and what it looks up afterwards. Straight SQL: none of it is measured.
import pg from 'pg';
import { loadLibrary } from './built.mjs';

/** Columns that the database fills in itself. */
const COLUMNS = `SELECT column_name AS name FROM information_schema.columns
  WHERE table_name = $1 AND is_identity = 'NO' AND is_generated = 'NEVER' ORDER BY ordinal_position`;

/** One connection to the ledger. */
export class Ledger {
  #client;
  #newId = loadLibrary('runtime').newId;

  static async open(url) {
    const ledger = new Ledger();
    ledger.#client = new pg.Client({ connectionString: url });
    // A database that goes away is told by the next query.
    ledger.#client.on('error', () => undefined);
    await ledger.#client.connect();
    return ledger;
  }

  close() {
    return this.#client.end();
  }

  async query(text, values) {
    return (await this.#client.query(text, values)).rows;
  }

  /** Clicks by so many different members through the partner's link. Answers their ids. */
  async insertClicks(account, count) {
    const ids = await this.addClicks(account, count);
    await this.query('ANALYZE clicks');
    return ids;
  }

  /** The same where there are too many to look at them all again. */
  async addClicks({ id, offerId, partnerId }, count) {
    const ids = this.#newIds(count);
    await this.query(
      `INSERT INTO clicks (id, account_id, offer_id, partner_id, pub_member_id, pub_click_id, parameters, source_ip, url, created_at)
       SELECT click, $2, $3, $4, click::text, 'pc-' || number, '{"pub_sub_1": "campaign one"}', '127.0.0.1', '/', now()
         FROM unnest($1::uuid[]) WITH ORDINALITY AS c (click, number)`,
      [ids, id, offerId, partnerId],
    );
    return ids;
  }

  async count(table, { id }, condition = 'true') {
    const [row] = await this.query(
      `SELECT count(*)::int AS count FROM ${table} WHERE account_id = $1 AND ${condition}`,
      [id],
    );
    return row.count;
  }

  async hasPending({ id }) {
    const [row] = await this.query(
      `SELECT EXISTS (SELECT 1 FROM deliveries WHERE account_id = $1 AND status = 'Pending') AS pending`,
      [id],
    );
    return row.pending;
  }

  /** Everything that conversions of all accounts left behind. */
  async forgetConversions() {
    await this.query('TRUNCATE conversions, attempts, request_logs, history_logs CASCADE');
  }

  /** The latest callback of the account that has been planned, so many times more, each with a conversion of its own; due in an hour. `changes`: SQL by column. */
  async multiplyCallback({ id }, count, changes = {}) {
    const [one] = await this.query(
      `SELECT id AS delivery, conversion_id AS conversion FROM deliveries WHERE account_id = $1 AND kind = 'callback' ORDER BY id LIMIT 1`,
      [id],
    );
    const pairs = [this.#newIds(count), this.#newIds(count)];
    const copy = async (table, from, values) => {
      const columns = (await this.query(COLUMNS, [table])).map(({ name }) => name);
      const copied = columns.map((name) => values[name] ?? `one.${name}`);
      const text = `INSERT INTO ${table} (${columns}) SELECT ${copied} FROM ${table} one, unnest($1::uuid[], $2::uuid[]) AS copy (conversion, delivery) WHERE ${from} = $3`;
      await this.query(text, [...pairs, table === 'conversions' ? one.conversion : one.delivery]);
    };
    await copy('conversions', 'one.id', { id: 'copy.conversion', pub_member_id: 'copy.conversion::text' });
    await copy('deliveries', 'one.id', {
      id: 'copy.delivery',
      conversion_id: 'copy.conversion',
      status: `'Pending'`,
      due_at: `now() + (SELECT clock_shift FROM accounts WHERE id = one.account_id) + interval '1 hour'`,
      settled_at: 'NULL',
      leased_until: 'NULL',
      lease_token: 'NULL',
      in_flight: 'false',
      attempts: '0',
      last_response_status: 'NULL',
      ...changes,
    });
    await copy('delivery_payloads', 'one.delivery_id', { delivery_id: 'copy.delivery' });
    await this.query('ANALYZE conversions, deliveries, delivery_payloads');
    await this.query('CHECKPOINT');
  }

  /** An hour passes on the account's clock, and the relays hear of it. */
  async passAnHour({ id }) {
    await this.query(`UPDATE accounts SET clock_shift = clock_shift + interval '61 minutes' WHERE id = $1`, [id]);
    await this.query('NOTIFY pitlane_due');
  }

  #newIds(count) {
    return Array.from({ length: count }, () => this.#newId());
  }
}
