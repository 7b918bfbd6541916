import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http/http-edge.module';
import { RejectionController } from './rejection.controller';
import { RejectionLimit } from './rejection-limit';

/** The public Integr8 edge. */
@Module({ imports: [HttpEdgeModule], controllers: [RejectionController], providers: [RejectionLimit] })
export class Integr8Module {}
