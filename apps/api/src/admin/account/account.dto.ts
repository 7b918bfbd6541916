import { moneyToNumber, type CallbackKeyCase, type NullMacro } from '@app/domain';
import type { AccountEntity, CallbackSettingsEntity } from '@app/store';
import { IsBoolean, IsIn, Max } from 'class-validator';
import { postbackAddress, rejectionAddresses } from '../addresses';
import { IsMoney, IsName, Omittable } from '../../http/field-rules';

export const KEY_CASES: readonly CallbackKeyCase[] = ['camel', 'pascal'];
const NULL_MACROS: readonly NullMacro[] = ['empty', 'null'];

/** The switches of an account; what is left out stays as it is. */
export class UpdateAccount {
  @Omittable() @IsName() name?: string;

  /** The aliases of the conversion postback take calls without `signature`. */
  @Omittable() @IsBoolean() openPostbacks?: boolean;

  /** A repeated completion with repeats off sends the first conversion's callback again. */
  @Omittable() @IsBoolean() repeatCallbacks?: boolean;

  /** A new reason for an already Rejected conversion sends callbacks and postbacks. */
  @Omittable() @IsBoolean() callbackOnReasonChange?: boolean;

  /** How a macro without a value is written in partner postbacks. */
  @Omittable() @IsIn(NULL_MACROS) nullMacro?: NullMacro;

  /** What a reward is of its revenue, where an offer that is written says `useDefaultRatio`; at most 999,999. */
  @Omittable() @Max(999_999) @IsMoney() defaultRewardRatio?: number;

  /** How the keys of a callback body are spelled. */
  @Omittable() @IsIn(KEY_CASES) callbackKeyCase?: CallbackKeyCase;
}

export interface AccountView {
  id: string;
  slug: string;
  name: string;
  /** Append `&gk_click_id=…`. */
  postbackUrl: string;
  rejectionUrl: string;
  rejectionPath: string;
  openPostbacks: boolean;
  repeatCallbacks: boolean;
  callbackOnReasonChange: boolean;
  nullMacro: NullMacro;
  defaultRewardRatio: number;
  callbackKeyCase: CallbackKeyCase;
}

export function toAccountView(
  account: AccountEntity,
  callback: CallbackSettingsEntity | null,
  publicUrl: string,
): AccountView {
  const { id, slug, name, openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro, defaultRewardRatio } =
    account;
  return {
    id,
    slug,
    name,
    postbackUrl: postbackAddress(publicUrl, account),
    ...rejectionAddresses(publicUrl, account.rejectionEndpointId),
    openPostbacks,
    repeatCallbacks,
    callbackOnReasonChange,
    nullMacro,
    defaultRewardRatio: moneyToNumber(defaultRewardRatio),
    callbackKeyCase: callback?.keyCase ?? 'camel',
  };
}
