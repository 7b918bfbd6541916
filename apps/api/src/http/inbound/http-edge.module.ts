import { Module } from '@nestjs/common';
import { InboundAccount } from './inbound-account';
import { InboundLog } from './inbound-log';

/** What the public edges share. */
@Module({ providers: [InboundAccount, InboundLog], exports: [InboundAccount, InboundLog] })
export class HttpEdgeModule {}
