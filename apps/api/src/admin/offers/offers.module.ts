import { Module } from '@nestjs/common';
import { AccountWrites } from '../account-writes';
import { OffersController } from './offers.controller';
import { OffersService } from './offers.service';

@Module({ controllers: [OffersController], providers: [OffersService, AccountWrites] })
export class OffersModule {}
