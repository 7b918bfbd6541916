import { Module } from '@nestjs/common';
import { ExportSeed } from './export/export-seed';
import { LoadSeed } from './load/load-seed';
import { SeedSchemaController } from './seed-schema.controller';
import { SeedController } from './seed.controller';
import { SeedService } from './seed.service';

/** Accounts from files, and as files. */
@Module({ controllers: [SeedController, SeedSchemaController], providers: [SeedService, LoadSeed, ExportSeed] })
export class SeedModule {}
