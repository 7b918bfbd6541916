import { Module } from '@nestjs/common';
import { ImportRows } from './import-rows';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { RunningImports } from './running-imports';

/** Imports of conversions and statuses. */
@Module({ controllers: [ImportsController], providers: [ImportsService, ImportRows, RunningImports] })
export class ImportsModule {}
