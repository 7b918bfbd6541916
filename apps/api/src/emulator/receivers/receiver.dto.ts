import type { ReceiverEntity, ReceiverRequestEntity } from '@app/store';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { toNumber } from '../../http/lists/page';
import { IsDuration, IsId, IsPlainText } from '../../http/lists/query-fields';
import type { ReceiverStep } from './script';

const MOST_STEPS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const LARGEST_NUMBER = 2_147_483_647;

export class ScriptReceiver {
  /** How to answer, call by call; the last step repeats. Each is `{status, delay?, headers?, body?, drip?}`, `{fault}` or `{redirect, status?}`. */
  @ArrayMaxSize(MOST_STEPS) @ArrayMinSize(1) @IsArray() script: unknown[];
}

/** Which requests; each filter narrows. */
export class ReceiverRequestsQuery extends ListQuery {
  @IsOptional() @toNumber @Max(LARGEST_NUMBER) @Min(1) @IsInt() number?: number;

  @IsOptional() @IsId() deliveryId?: string;

  @IsOptional() @IsId() conversionId?: string;

  /** Text in the body, letter by letter. */
  @IsOptional() @IsPlainText() bodyContains?: string;
}

/** What a test waits for: the first moment that a request matches. */
export class ReceiverWaitQuery extends ReceiverRequestsQuery {
  /** Real time, at most 60s. */
  @IsDuration({ least: 0, most: LONGEST_WAIT_MS }) timeout = 5_000;
}

/** A receiver that answers by script. K§7. */
export interface ReceiverView {
  name: string;
  /** Call it with any method, any path below it and any query. */
  url: string;
  script: ReceiverStep[];
  /** Calls since it was scripted. */
  calls: number;
}

/** One call as it came. */
export interface ReceiverRequestView {
  /** 1 for the first call since it was scripted. */
  number: number;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The body, where it is JSON; else `null`. */
  json: unknown;
  /** A status, or the fault. */
  answered: string;
  /** Platform time. */
  receivedAt: string;
  /** The delivery that it is an attempt of; `null`: it can't be told, or it is none of ours. A postback tells by its `{gk_conversion_id}` or `{gk_click_id}`. */
  deliveryId: string | null;
  conversionId: string | null;
  /** Number of the attempt. */
  attempt: number | null;
}

export interface ReceiverWaitAnswer {
  /** `false`: the time passed and nothing matched. */
  matched: boolean;
  /** What matches, oldest first, at most 100. */
  items: ReceiverRequestView[];
}

export type ReceiverRow = Pick<ReceiverEntity, 'name' | 'calls'> & { script: ReceiverStep[] };
export type ReceiverRequestRow = Pick<
  ReceiverRequestEntity,
  'number' | 'method' | 'url' | 'headers' | 'body' | 'answered' | 'receivedAt'
> & { deliveryId: string | null; conversionId: string | null; attempt: number | null };

export function toReceiverRequest(row: ReceiverRequestRow): ReceiverRequestView {
  return { ...row, json: parseJson(row.body), receivedAt: row.receivedAt.toISOString() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
