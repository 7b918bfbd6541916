import { callbackUrlProblem, type CallbackKeyCase } from '@app/domain';
import type { CallbackSettingsEntity } from '@app/store';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { HasNoProblem, Omittable } from '../../http/field-rules';
import { DEFAULT_RETRY, RetryFields, toRetryView, type RetryView } from '../retry.dto';
import { KEY_CASES } from './account.dto';

/** Where and when an account wants its callbacks. What is left out gets its default; a secret that is left out stays. K§5.1. */
export class ReplaceCallback {
  /** http or https, at most 500 characters; `null`, the default, switches callbacks off. */
  @IsOptional() @HasNoProblem(callbackUrlProblem) url?: string | null;

  @Omittable() @IsBoolean() sendPending?: boolean;

  @Omittable() @IsBoolean() sendRejected?: boolean;

  /** Set together with `secretValue`; `null` for either removes both. */
  @IsOptional() @IsString() secretHeader?: string | null;

  /** Kept sealed and never shown again. */
  @IsOptional() @IsString() secretValue?: string | null;

  @Omittable() @IsIn(KEY_CASES) callbackKeyCase?: CallbackKeyCase;

  @Omittable() @Type(() => RetryFields) @ValidateNested() @IsObject() retry?: RetryFields;
}

export interface CallbackView {
  url: string | null;
  sendPending: boolean;
  sendRejected: boolean;
  /** Whether a secret header goes out with callbacks; neither its name nor its value is shown. */
  secretHeaderSet: boolean;
  callbackKeyCase: CallbackKeyCase;
  retry: RetryView;
}

/** Before anything was set. */
export const NO_CALLBACK: Omit<CallbackSettingsEntity, 'accountId'> = {
  url: null,
  sendPending: false,
  sendRejected: false,
  keyCase: 'camel',
  secretHeader: null,
  secretValueSealed: null,
  ...DEFAULT_RETRY,
};

export function toCallbackView(settings: typeof NO_CALLBACK): CallbackView {
  const { url, sendPending, sendRejected, secretHeader, keyCase } = settings;
  return {
    url,
    sendPending,
    sendRejected,
    secretHeaderSet: secretHeader !== null,
    callbackKeyCase: keyCase,
    retry: toRetryView(settings),
  };
}
