import { Module } from '@nestjs/common';

/** Emulator controls, in the `local` profile only. K§7. */
@Module({ imports: [] })
export class EmulatorModule {}
