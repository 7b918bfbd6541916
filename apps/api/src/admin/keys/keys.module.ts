import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { KeysController } from './keys.controller';
import { KeysService } from './keys.service';

@Module({ controllers: [KeysController], providers: [KeysService, AccountWrites] })
export class KeysModule {}
