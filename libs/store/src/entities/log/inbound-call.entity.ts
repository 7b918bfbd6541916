import { ViewColumn, ViewEntity as DatabaseView } from 'typeorm';

export type InboundCallKind = 'click' | 'view' | 'conversion' | 'rejection';

/** One rule of a decision trace: its row in K§3.2 where it has one, its name, and how it went. */
export interface TraceStep {
  row: number | null;
  rule: string;
  result: 'passed' | 'failed' | 'applied';
  /** What the caller probably meant to send. */
  hint?: string;
}

/** Every inbound tracking call and how it was judged; accepted clicks are read from their own rows. K§3.2. */
@DatabaseView({ name: 'inbound_calls', synchronize: false })
export class InboundCallEntity {
  @ViewColumn() id: string;
  @ViewColumn({ name: 'account_id' }) accountId: string;
  @ViewColumn() kind: InboundCallKind;
  @ViewColumn() method: string;
  @ViewColumn() url: string;
  @ViewColumn({ name: 'source_ip' }) sourceIp: string;
  @ViewColumn() parameters: Record<string, string>;
  @ViewColumn({ name: 'http_status' }) httpStatus: number;
  @ViewColumn({ name: 'latency_ms' }) latencyMs: number | null;
  @ViewColumn() result: string;
  @ViewColumn() trace: TraceStep[];
  @ViewColumn({ name: 'offer_id' }) offerId: string | null;
  @ViewColumn({ name: 'click_id' }) clickId: string | null;
  @ViewColumn({ name: 'conversion_id' }) conversionId: string | null;
  @ViewColumn({ name: 'created_at' }) createdAt: Date;
}
