import { Module } from '@nestjs/common';
import { OperationToolsController } from './operation-tools.controller';
import { OperationToolsService } from './operation-tools.service';

/** Operation Tools. */
@Module({ controllers: [OperationToolsController], providers: [OperationToolsService] })
export class OperationToolsModule {}
