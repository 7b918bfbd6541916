import { Module } from '@nestjs/common';
import { CustomIntegrationController } from '../custom-integration/custom-integration.controller';
import { ManagedConversionsController } from './conversions.controller';
import { ManagedOffersController } from './offers.controller';

/** What the platform's customers read and manage by a key. G§7.4. */
@Module({ controllers: [ManagedConversionsController, ManagedOffersController, CustomIntegrationController] })
export class ManagementModule {}
