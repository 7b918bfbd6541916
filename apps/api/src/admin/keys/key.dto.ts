import { KEY_SCOPES, type KeyScope } from '@app/domain';
import type { ApiKeyEntity } from '@app/store';
import { IsIn } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsDuration, IsId } from '../../http/lists/query-fields';
import { IsName, Omittable } from '../../http/field-rules';

/** A quarter: an old key that works for longer was not replaced. */
const LONGEST_OVERLAP_MS = 90 * 86_400_000;

export class CreateKey {
  /** What the key opens: `admin` everything of its account, the others one documented API each. */
  @IsIn(KEY_SCOPES) scope: KeyScope;

  /** Whose key it is; with `partner` alone, and there required. */
  @Omittable() @IsId() partnerId?: string;

  /** What it is for, in words of one's own. */
  @Omittable() @IsName() name?: string;
}

export class RotateKey {
  /** How long the old key works on, in real time: `"24h"`, or milliseconds; without it a day. */
  @Omittable() @IsDuration({ least: 0, most: LONGEST_OVERLAP_MS }) overlap?: number;
}

export class KeyQuery extends ListQuery {}

export interface KeyView {
  id: string;
  scope: KeyScope;
  partnerId: string | null;
  name: string | null;
  createdAt: string;
  /** When it stops, in real time; `null`: when it is revoked. */
  expiresAt: string | null;
  /** To the minute, in real time; `null`: never. */
  lastUsedAt: string | null;
}

/** A new key; it is shown this once. */
export interface CreatedKey extends KeyView {
  apiKey: string;
}

export function toKeyView({
  id,
  scope,
  partnerId,
  name,
  createdAt,
  expiresAt,
  lastUsedAt,
}: Omit<ApiKeyEntity, 'keyHash'>): KeyView {
  return {
    id,
    scope,
    partnerId,
    name,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
