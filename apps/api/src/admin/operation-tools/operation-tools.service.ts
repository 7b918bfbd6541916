import { Injectable } from '@nestjs/common';
import { REFUSALS, type RefusalCode } from '@app/domain';
import { Catalog, RecordClick, RecordConversion, SendCallback } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { clickParameters, conversionParameters } from './tool-parameters';
import type {
  GenerateClick,
  GenerateConversion,
  GeneratedClick,
  GeneratedConversion,
  SendCallbacks,
  SentCallbacks,
} from './tool.dto';

/** Where a generated click came from. */
export interface ToolCaller {
  sourceIp: string;
  userAgent: string | null;
  url: string;
}

/** Which field of a tool's call a refusal is about, and how it is answered; whatever else is refused is a 400. */
const REFUSED: Readonly<Partial<Record<RefusalCode, { status: number; field: string }>>> = {
  offer_unknown: { status: 404, field: 'offerId' },
  offer_inactive: { status: 409, field: 'offerId' },
  parameter_missing: { status: 400, field: 'pubMemberId' },
  click_unknown: { status: 404, field: 'clickId' },
  event_id_missing: { status: 400, field: 'eventId' },
  event_unknown: { status: 422, field: 'eventId' },
};

/** Clicks, conversions and callbacks made by hand. G§5.5. */
@Injectable()
export class OperationToolsService {
  constructor(
    private readonly catalog: Catalog,
    private readonly clicks: RecordClick,
    private readonly conversions: RecordConversion,
    private readonly callbacks: SendCallback,
  ) {}

  async click(account: CurrentAccountRef, body: GenerateClick, caller: ToolCaller): Promise<GeneratedClick> {
    const { pub_click_id: pubClickId = null, ...parameters } = clickParameters(body.parameters);
    const offer = await this.catalog.offer(body.offerId);
    if (offer?.accountId !== account.id) throw refusal('offer_unknown');
    const result = await this.clicks.byOffer(offer.id, {
      ...caller,
      pubMemberId: body.pubMemberId,
      pubClickId,
      parameters,
    });
    if (result.kind === 'refused') throw refusal(result.code);
    return { clickId: result.clickId, location: result.location };
  }

  async conversion(
    account: CurrentAccountRef,
    { clickId, eventId, parameters }: GenerateConversion,
  ): Promise<GeneratedConversion> {
    const given = conversionParameters(parameters);
    const { outcome } = await this.conversions.record({
      by: { kind: 'trusted', accountId: account.id },
      signature: null,
      sourceIp: null,
      clickIdText: clickId,
      parameters: eventId === undefined ? given : { ...given, cnv_event_id: eventId },
    });
    if (outcome.kind === 'refused') throw refusal(outcome.code);
    const { conversionId, status, rejectionReason } = outcome;
    return { conversionId, status, rejectionReason, recorded: outcome.kind === 'recorded' };
  }

  async callback(account: CurrentAccountRef, body: SendCallbacks): Promise<SentCallbacks> {
    const { conversionId = null, eventId = null }: { conversionId?: string | null; eventId?: string | null } = body;
    if (conversionId === null && eventId === null) {
      const message = 'Give a conversionId, an eventId, or both.';
      throw new Problem(400, message, [
        { field: 'conversionId', message },
        { field: 'eventId', message },
      ]);
    }
    const result = await this.callbacks.send(account.id, { conversionId, eventId });
    switch (result.kind) {
      case 'sent':
        return { deliveryIds: result.deliveryIds };
      case 'no-url':
        throw new Problem(409, 'The account has no callback URL. Configure one first.');
      case 'not-found':
        throw Problem.notFound('conversion');
    }
  }
}

function refusal(code: RefusalCode): Problem {
  const message = REFUSALS[code];
  const about = REFUSED[code];
  return about === undefined
    ? new Problem(400, message)
    : new Problem(about.status, message, [{ field: about.field, message }]);
}
