import type { InboundCallKind, TraceStep } from '@app/store';

/** How an inbound call was answered, and what it turned out to be about. */
export interface InboundAnswer {
  kind: InboundCallKind;
  httpStatus: number;
  result: string;
  parameters: Readonly<Record<string, string>>;
  trace?: readonly TraceStep[];
  accountId?: string | null;
  offerId?: string | null;
  clickId?: string | null;
  conversionId?: string | null;
}
