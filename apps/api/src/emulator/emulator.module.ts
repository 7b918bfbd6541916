import { Module } from '@nestjs/common';
import { ApiFaultsModule } from './api-faults/api-faults.module';
import { ClockModule } from './clock/clock.module';
import { EventsModule } from './events/events.module';
import { FaultsModule } from './faults/faults.module';
import { ReceiversModule } from './receivers/receivers.module';
import { ResetModule } from './reset/reset.module';
import { SeedModule } from './seed/seed.module';
import { SnapshotsModule } from './snapshots/snapshots.module';

/** Emulator controls, in the `local` profile only. K§7. */
@Module({
  imports: [
    ApiFaultsModule,
    ClockModule,
    EventsModule,
    FaultsModule,
    ReceiversModule,
    ResetModule,
    SeedModule,
    SnapshotsModule,
  ],
})
export class EmulatorModule {}
