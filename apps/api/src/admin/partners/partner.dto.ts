import type { PartnerEntity, PartnerLinkEntity } from '@app/store';
import { IsEmail, IsOptional } from 'class-validator';
import { partnerLinkAddress } from '../../http/click-address';
import { ListQuery } from '../../http/lists/csv';
import { IsId } from '../../http/lists/query-fields';
import { IsName, IsRowId, IsText, Omittable } from '../../http/field-rules';

class PartnerDetails {
  @IsOptional() @IsEmail({ require_tld: false }) contactEmail?: string | null;
}

export class CreatePartner extends PartnerDetails {
  @IsName() name: string;
}

export class UpdatePartner extends PartnerDetails {
  @Omittable() @IsName() name?: string;
}

export class PartnerQuery extends ListQuery {
  /** Part of the name. */
  @IsOptional() @IsText(255) search?: string;
}

export class PartnerLinkQuery extends ListQuery {
  @IsOptional() @IsId() offerId?: string;
}

export class CreatePartnerLink {
  @IsRowId() offerId: string;
}

export interface PartnerView {
  id: string;
  name: string;
  contactEmail: string | null;
  createdAt: string;
}

export interface PartnerLinkView {
  id: string;
  partnerId: string;
  offerId: string;
  /** Takes `pub_click_id`, `pub_member_id` and `pub_sub_1` to `pub_sub_15`. */
  url: string;
  createdAt: string;
}

export function toPartnerView({ id, name, contactEmail, createdAt }: PartnerEntity): PartnerView {
  return { id, name, contactEmail, createdAt: createdAt.toISOString() };
}

export function toPartnerLinkView(
  { id, partnerId, offerId, createdAt }: PartnerLinkEntity,
  publicUrl: string,
): PartnerLinkView {
  return { id, partnerId, offerId, url: partnerLinkAddress(publicUrl, id), createdAt: createdAt.toISOString() };
}
