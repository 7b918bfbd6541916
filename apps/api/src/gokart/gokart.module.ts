import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http/http-edge.module';
import { ClickReplies } from './offer-wall/click-replies';
import { OfferDetailsController } from './offer-wall/offer-details.controller';
import { OfferListsController } from './offer-wall/offer-lists.controller';
import { OfferWallController } from './offer-wall/offer-wall.controller';
import { OfferWallLimit } from './offer-wall/offer-wall-limit';
import { PostbackController } from './postback.controller';

/** The public GoKart edge. */
@Module({
  imports: [HttpEdgeModule],
  controllers: [OfferWallController, OfferDetailsController, OfferListsController, PostbackController],
  providers: [ClickReplies, OfferWallLimit],
})
export class GokartModule {}
