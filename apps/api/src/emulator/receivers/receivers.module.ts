import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { ReceiverCalls } from './receiver-calls';
import { ReceiversController } from './receivers.controller';
import { ReceiversService } from './receivers.service';

/** Receivers that answer by script. */
@Module({ controllers: [ReceiversController], providers: [ReceiversService, ReceiverCalls, AccountWrites] })
export class ReceiversModule {}
