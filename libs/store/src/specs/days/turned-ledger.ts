import type { GivenOffer, TestDatabase } from '@app/testing';
import type { NewInboundCall } from '../../queries/log-queries';
import type { NewClick } from '../../queries/tracking-queries';

let made = 0;

/** A ledger that has been at work for long: its first part is gone, each day has a part of its own; none is made yet. */
export class TurnedLedger {
  constructor(private readonly db: TestDatabase) {}

  async begin(): Promise<void> {
    await this.db.rows(`DO $$ DECLARE part regclass; BEGIN
      FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhrelid::regclass::text !~ '_last' AND inhparent::regclass::text
                    IN ('clicks', 'views', 'attempts', 'request_logs')
      LOOP EXECUTE format('DROP TABLE %s', part); END LOOP; END $$`);
  }

  /** An id that was made so many days ago; negative: ahead. */
  async idOf(daysAgo: number): Promise<string> {
    made += 1;
    const { id } = await this.db.row<{ id: string }>(
      `SELECT overlay(first_id_of((now() AT TIME ZONE 'UTC')::date - $1::integer)::text PLACING '7000-8000-' || lpad(to_hex($2::integer), 12, '0') FROM 15) AS id`,
      [daysAgo, made],
    );
    return id;
  }

  async clickOf(offer: GivenOffer, daysAgo: number, changed: Partial<NewClick> = {}): Promise<NewClick> {
    const [sourceIp, userAgent, url] = ['203.0.113.7', null, '/'];
    return {
      id: await this.idOf(daysAgo),
      accountId: offer.account.id,
      offerId: offer.id,
      viewId: null,
      partnerId: null,
      pubMemberId: 'ann',
      pubClickId: null,
      parameters: {},
      ...{ sourceIp, userAgent, url },
      ...changed,
    };
  }

  async callOf(offer: GivenOffer, daysAgo: number): Promise<NewInboundCall> {
    return {
      id: await this.idOf(daysAgo),
      accountId: offer.account.id,
      kind: 'click',
      method: 'GET',
      url: '/',
      sourceIp: '203.0.113.7',
      parameters: {},
      httpStatus: 400,
      latencyMs: 1,
      result: 'parameter_missing',
      trace: [],
      offerId: offer.id,
      clickId: null,
      conversionId: null,
    };
  }

  /** Parts that have days, as numbers of days ago, the oldest first. */
  async partsOf(table: string): Promise<number[]> {
    const rows = await this.db.rows<{ ago: number }>(
      `SELECT (now() AT TIME ZONE 'UTC')::date + 1 - end_of_part(inhrelid) AS ago FROM pg_inherits
        WHERE inhparent = $1::regclass AND end_of_part(inhrelid) IS NOT NULL ORDER BY 1 DESC`,
      [table],
    );
    return rows.map(({ ago }) => ago);
  }

  /** As if the part had been made when its day came. */
  async madeInTime(table: string, daysAgo: number): Promise<void> {
    await this.db.rows(
      `DO $$ BEGIN EXECUTE format('COMMENT ON TABLE %I IS NULL', '${table}' || to_char((now() AT TIME ZONE 'UTC')::date - ${daysAgo}, '"_"YYYYMMDD')); END $$`,
    );
  }
}
