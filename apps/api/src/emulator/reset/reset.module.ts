import { Module } from '@nestjs/common';
import { ResetController } from './reset.controller';
import { ResetService } from './reset.service';

/** Emptying an account. */
@Module({ controllers: [ResetController], providers: [ResetService] })
export class ResetModule {}
