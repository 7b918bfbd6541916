import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { AccountController } from './account.controller';
import { AccountService } from './account.service';
import { CallbackService } from './callback.service';

@Module({ controllers: [AccountController], providers: [AccountService, CallbackService, AccountWrites] })
export class AccountModule {}
