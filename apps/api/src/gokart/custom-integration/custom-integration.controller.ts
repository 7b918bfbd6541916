import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { IntegrateOffers, type SentOffer } from '@app/tracking';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, NeedsScope, type CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { toCustomAnswer, toSentOffer, type CustomOffersAnswer } from './custom-offers';
import { CustomOffers } from './custom-offers.dto';

/** Offers of a system of the account's own, with a management key. G§7.8. */
@Controller('api/v1/integrations/offer-providers/custom/offers')
@UseGuards(AdminGuard)
@NeedsScope('management')
export class CustomIntegrationController {
  constructor(private readonly offers: IntegrateOffers) {}

  /** Creates, updates and pauses the account's CustomIntegration offers, many at once; one that fails keeps no other back. */
  @Post()
  @HttpCode(200)
  async integrate(
    @CurrentAccount() account: CurrentAccountRef,
    @Body() body: CustomOffers,
  ): Promise<ResponseResult<CustomOffersAnswer>> {
    const { concurrencyRequestId: id, operation } = body;
    const offers: SentOffer[] = [];
    for (const sent of body.offers) offers.push(await toSentOffer(sent));
    const outcomes = await this.offers.integrate(account.id, { id, operation, offers });
    if (outcomes === null) throw new Problem(409, 'A request with this concurrencyRequestId is under way.');
    return success(toCustomAnswer(outcomes));
  }
}
