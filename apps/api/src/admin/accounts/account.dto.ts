import type { AccountEntity } from '@app/store';
import { IsOptional, Matches } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsName, IsText, Omittable } from '../../http/field-rules';

/** The rule of the `accounts` table. */
const SLUG = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

export class CreateAccountBody {
  /** 1 to 40 lower-case letters, digits and hyphens, none at either end: it is a host label too. */
  @Matches(SLUG, {
    message: 'slug must be 1 to 40 lower-case letters, digits or hyphens, without a hyphen at either end',
  })
  slug: string;

  /** Without one, the slug. */
  @Omittable() @IsName() name?: string;
}

export class AccountQuery extends ListQuery {
  /** Part of the slug. */
  @IsOptional() @IsText(255) search?: string;
}

export interface AccountListItem {
  id: string;
  slug: string;
  name: string;
  createdAt: string;
}

/** A new account; the key is shown this once. */
export interface CreatedAccount {
  id: string;
  slug: string;
  apiKey: string;
}

export function toAccountListItem({ id, slug, name, createdAt }: AccountEntity): AccountListItem {
  return { id, slug, name, createdAt: createdAt.toISOString() };
}
