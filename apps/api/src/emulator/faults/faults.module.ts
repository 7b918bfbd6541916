import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { FaultsController } from './faults.controller';
import { FaultsService } from './faults.service';

/** Faults on what goes out. */
@Module({ controllers: [FaultsController], providers: [FaultsService, AccountWrites] })
export class FaultsModule {}
