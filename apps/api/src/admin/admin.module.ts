import { Module } from '@nestjs/common';

/** The admin REST, one folder a noun. */
@Module({ imports: [] })
export class AdminModule {}
