import type { PubParameters } from '../click/click';
import type { Conversion } from './conversion';

/**
 * A conversion with everything around it that a callback, a postback or a report shows.
 * Names are as they were when the report was read; deliveries keep them as their snapshot.
 */
export interface ConversionReport extends Conversion {
  viewId: string | null;
  pubClickId: string | null;
  pubParameters: PubParameters;
  clickTime: Date;
  offerName: string;
  advertiserId: string;
  advertiserName: string;
  categoryId: string;
  categoryName: string;
  countryId: string | null;
  countryCode2: string | null;
  countryCode3: string | null;
  /** Configured Event ID text, `null` for a SingleEvent offer. */
  eventId: string | null;
  eventName: string | null;
  sequenceNumber: number | null;
  partnerName: string | null;
}
