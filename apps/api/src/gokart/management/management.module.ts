import { Module } from '@nestjs/common';
import { ManagedConversionsController } from './conversions.controller';
import { ManagedOffersController } from './offers.controller';

/** What the platform's customers read and manage by a key. G§7.4. */
@Module({ controllers: [ManagedConversionsController, ManagedOffersController] })
export class ManagementModule {}
