import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { HttpEdgeModule } from '../../http/inbound/http-edge.module';
import { ApiFaults } from './api-faults';
import { ApiFaultsController } from './api-faults.controller';
import { ApiFaultsService } from './api-faults.service';
import { WhoseCall } from './whose-call';

/** Faults on what comes in. */
@Module({
  imports: [HttpEdgeModule],
  controllers: [ApiFaultsController],
  providers: [ApiFaultsService, ApiFaults, WhoseCall, AccountWrites],
})
export class ApiFaultsModule {}
