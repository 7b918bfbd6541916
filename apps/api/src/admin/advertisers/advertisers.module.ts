import { Module } from '@nestjs/common';
import { AccountWrites } from '../account-writes';
import { AdvertisersController } from './advertisers.controller';
import { AdvertisersService } from './advertisers.service';

@Module({ controllers: [AdvertisersController], providers: [AdvertisersService, AccountWrites] })
export class AdvertisersModule {}
