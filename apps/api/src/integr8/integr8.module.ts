import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http/inbound/http-edge.module';
import { RejectionController } from './rejection.controller';
import { RejectionDesk } from './rejection-desk';
import { RejectionLimit } from './rejection-limit';

/** The public Integr8 edge. */
@Module({ imports: [HttpEdgeModule], controllers: [RejectionController], providers: [RejectionDesk, RejectionLimit] })
export class Integr8Module {}
