import { KEY_SCOPES, type KeyScope } from '@app/domain';
import type { ApiKeyEntity } from '@app/store';
import { IsIn } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsId } from '../../http/lists/query-fields';
import { Omittable } from '../../http/field-rules';

export class CreateKey {
  /** What the key opens: `admin` everything of its account, the others one documented API each. */
  @IsIn(KEY_SCOPES) scope: KeyScope;

  /** Whose key it is; with `partner` alone, and there required. */
  @Omittable() @IsId() partnerId?: string;
}

export class KeyQuery extends ListQuery {}

export interface KeyView {
  id: string;
  scope: KeyScope;
  partnerId: string | null;
  createdAt: string;
}

/** A new key; it is shown this once. */
export interface CreatedKey extends KeyView {
  apiKey: string;
}

export function toKeyView({ id, scope, partnerId, createdAt }: ApiKeyEntity): KeyView {
  return { id, scope, partnerId, createdAt: createdAt.toISOString() };
}
