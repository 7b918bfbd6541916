import { Controller, Get, Header } from '@nestjs/common';
import type { JsonSchema } from './format/json-schema';
import { SEED_SCHEMA } from './format/seed-shapes';

/** What editors need to know about seeds. */
@Controller('docs')
export class SeedSchemaController {
  /** JSON Schema of `pitlane.seed.yaml`, for editors: name it in the first line of the file. */
  @Get('seed.schema.json')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  schema(): JsonSchema {
    return SEED_SCHEMA;
  }
}
