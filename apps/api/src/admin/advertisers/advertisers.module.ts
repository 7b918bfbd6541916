import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { AdvertisersController } from './advertisers.controller';
import { AdvertisersService } from './advertisers.service';

@Module({ controllers: [AdvertisersController], providers: [AdvertisersService, AccountWrites] })
export class AdvertisersModule {}
