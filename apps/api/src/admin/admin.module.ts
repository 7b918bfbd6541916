import { Module } from '@nestjs/common';
import { AccountModule } from './account/account.module';
import { AccountsModule } from './accounts/accounts.module';
import { AdvertisersModule } from './advertisers/advertisers.module';
import { OffersModule } from './offers/offers.module';
import { PartnersModule } from './partners/partners.module';
import { PostbacksModule } from './postbacks/postbacks.module';

/** The admin REST, one folder a noun. */
@Module({
  imports: [
    AccountsModule,
    AccountModule,
    AdvertisersModule,
    OffersModule,
    PartnersModule,
    PostbacksModule,
  ],
})
export class AdminModule {}
