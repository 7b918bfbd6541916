import type { AdvertiserEntity } from '@app/store';
import { IsEmail, IsOptional } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsName, IsText, Omittable } from '../../http/field-rules';

class AdvertiserDetails {
  @IsOptional() @IsText(2_048) website?: string | null;

  @IsOptional() @IsEmail({ require_tld: false }) contactEmail?: string | null;
}

export class CreateAdvertiser extends AdvertiserDetails {
  @IsName() name: string;
}

export class UpdateAdvertiser extends AdvertiserDetails {
  @Omittable() @IsName() name?: string;
}

export class AdvertiserQuery extends ListQuery {
  /** Part of the name. */
  @IsOptional() @IsText(255) search?: string;
}

export interface AdvertiserView {
  id: string;
  name: string;
  website: string | null;
  contactEmail: string | null;
  /** Offers that name no advertiser belong to this one. */
  isDefault: boolean;
  createdAt: string;
}

export function toAdvertiserView({
  id,
  name,
  website,
  contactEmail,
  isDefault,
  createdAt,
}: AdvertiserEntity): AdvertiserView {
  return { id, name, website, contactEmail, isDefault, createdAt: createdAt.toISOString() };
}
