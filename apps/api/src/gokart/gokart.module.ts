import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http/inbound/http-edge.module';
import { ClickReplies } from './offer-wall/click-replies';
import { OfferDetailsController } from './offer-wall/offer-details.controller';
import { OfferListsController } from './offer-wall/offer-lists.controller';
import { OfferWallController } from './offer-wall/offer-wall.controller';
import { OfferWallLimit } from './offer-wall/offer-wall-limit';
import { OpenDetails } from './offer-wall/open-details';
import { WallDesk } from './offer-wall/wall-desk';
import { PostbackController } from './postback.controller';
import { WallPageController } from './wall-page/wall-page.controller';

/** The public GoKart edge. */
@Module({
  imports: [HttpEdgeModule],
  controllers: [
    OfferWallController,
    OfferDetailsController,
    OfferListsController,
    WallPageController,
    PostbackController,
  ],
  providers: [ClickReplies, OfferWallLimit, OpenDetails, WallDesk],
})
export class GokartModule {}
