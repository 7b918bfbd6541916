import { Module } from '@nestjs/common';
import { Config } from '@app/runtime';
import { CreateAccount } from '@app/tracking';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';

@Module({
  controllers: [AccountsController],
  providers: [
    AccountsService,
    { provide: CreateAccount, useFactory: (config: Config) => new CreateAccount(config.local), inject: [Config] },
  ],
})
export class AccountsModule {}
