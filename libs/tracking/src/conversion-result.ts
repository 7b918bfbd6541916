import type { ConversionFacts, ConversionStatus, DecisionStep, RefusalCode } from '@app/domain';
import type { ClickRow, NewConversion } from '@app/store';
import type { ConversionCall } from './gather-facts';

export interface RecordedState {
  conversionId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
}

export interface ConversionResult {
  accountId: string | null;
  offerId: string | null;
  clickId: string | null;
  trace: DecisionStep[];
  outcome:
    | { kind: 'refused'; code: RefusalCode }
    | ({ kind: 'recorded' } & RecordedState)
    /** `first` is what the member completed before. */
    | ({ kind: 'already-completed' } & RecordedState);
}

/** What a call was judged by. */
export interface Judged {
  click: ClickRow;
  facts: ConversionFacts;
  call: ConversionCall;
}

export interface Recorded {
  /** What was written, where that was a conversion. */
  conversion?: NewConversion;
  trace: DecisionStep[];
  due: number;
  outcome: ConversionResult['outcome'];
}
