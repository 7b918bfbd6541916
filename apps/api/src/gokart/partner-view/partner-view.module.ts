import { Module } from '@nestjs/common';
import { PartnerOffersController } from './partner-offers.controller';

/** What partners read by their own keys. G§7.4. */
@Module({ controllers: [PartnerOffersController] })
export class PartnerViewModule {}
