import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { PartnerLinksService } from './partner-links.service';
import { PartnersController } from './partners.controller';
import { PartnersService } from './partners.service';

@Module({ controllers: [PartnersController], providers: [PartnersService, PartnerLinksService, AccountWrites] })
export class PartnersModule {}
