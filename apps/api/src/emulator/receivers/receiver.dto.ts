import type { ReceiverEntity, ReceiverRequestEntity } from '@app/store';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import type { ReceiverStep } from './script';

const MOST_STEPS = 1_000;

export class ScriptReceiver {
  /** How to answer, call by call; the last step repeats. Each is `{status, delay?, headers?, body?}` or `{fault}`. */
  @ArrayMaxSize(MOST_STEPS) @ArrayMinSize(1) @IsArray() script: unknown[];
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
}

export type ReceiverRow = Pick<ReceiverEntity, 'name' | 'calls'> & { script: ReceiverStep[] };
export type ReceiverRequestRow = Pick<
  ReceiverRequestEntity,
  'number' | 'method' | 'url' | 'headers' | 'body' | 'answered' | 'receivedAt'
>;

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
