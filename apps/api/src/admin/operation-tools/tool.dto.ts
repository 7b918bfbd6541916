import type { ConversionStatus } from '@app/domain';
import { IsNotEmpty, IsObject } from 'class-validator';
import { Omittable } from '../../http/field-rules';
import { IsId, IsPlainText } from '../../http/lists/query-fields';

/** "I don't have Click ID". G§5.5. */
export class GenerateClick {
  @IsId() offerId: string;

  @IsNotEmpty() @IsPlainText() pubMemberId: string;

  /** `pub_*` values by their wire name, `pub_click_id` among them. */
  @Omittable() @IsObject() parameters?: Record<string, unknown>;
}

export interface GeneratedClick {
  clickId: string;
  /** Where the member would be sent. */
  location: string;
}

/** "Generate": a conversion of a click, as its conversion postback would make it. G§5.5. */
export class GenerateConversion {
  @IsId() clickId: string;

  /** Configured Event ID; needed for a MultiEvent offer. */
  @Omittable() @IsPlainText() eventId?: string;

  /** `cnv_*` values by their wire name. */
  @Omittable() @IsObject() parameters?: Record<string, unknown>;
}

export interface GeneratedConversion {
  /** The first conversion, when the member had completed the event already. */
  conversionId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
  /** `false`: nothing was recorded, because the event was complete and repeats are off. */
  recorded: boolean;
}

/** "Send": the callback of conversions as they stand. At least one of the ids. G§5.5. */
export class SendCallbacks {
  @Omittable() @IsId() conversionId?: string;

  /** Configured Event ID: the callbacks of all its conversions, at most 1,000. */
  @Omittable() @IsPlainText() eventId?: string;

  /** For whoever reads this call later; not kept. */
  @Omittable() @IsPlainText() notes?: string;
}

export interface SentCallbacks {
  deliveryIds: string[];
}
