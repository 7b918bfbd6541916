import { Module } from '@nestjs/common';
import { ReceiverCalls } from './receiver-calls';
import { ReceiversController } from './receivers.controller';
import { ReceiversService } from './receivers.service';

/** Receivers that answer by script. */
@Module({ controllers: [ReceiversController], providers: [ReceiversService, ReceiverCalls] })
export class ReceiversModule {}
