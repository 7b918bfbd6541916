import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http/http-edge.module';
import { ClickReplies } from './click-replies';
import { OfferDetailsController } from './offer-details.controller';
import { OfferWallController } from './offer-wall.controller';
import { PostbackController } from './postback.controller';

/** The public GoKart edge. */
@Module({
  imports: [HttpEdgeModule],
  controllers: [OfferWallController, OfferDetailsController, PostbackController],
  providers: [ClickReplies],
})
export class GokartModule {}
