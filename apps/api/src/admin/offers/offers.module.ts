import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { OffersController } from './offers.controller';
import { OffersService } from './offers.service';

@Module({ controllers: [OffersController], providers: [OffersService, AccountWrites] })
export class OffersModule {}
