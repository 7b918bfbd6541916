import { OFFER_TYPES, type OfferType } from '@app/domain';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../http/lists/page';
import { IsPlainText } from '../../http/lists/query-fields';

/** Which offers; each filter narrows, and may be named with `filter.` before it. G§7.8. */
export class PartnerOfferQuery extends PageQuery {
  /** Part of the name or the headline. */
  @IsOptional() @IsPlainText(255) search?: string;

  @IsOptional() @IsIn(OFFER_TYPES) offer_type?: OfferType;
}
