import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MetricsPage } from '@app/runtime';
import { Database } from '@app/store';
import { Catalog, processFamilies, RecordClick } from '@app/tracking';
import { HttpFigures } from './http-figures';
import { catalogFamilies, inboundFamilies } from './inbound-families';
import { ledgerFamilies } from './ledger-families';

/** Begins to count what comes to an API, and puts it on its page; answers how to stop. */
export function observeApi(application: NestFastifyApplication): () => void {
  const page = application.get(MetricsPage);
  const database = application.get(Database);
  const http = new HttpFigures();
  const inbound = inboundFamilies(application.get(RecordClick));
  page.add([
    ...http.families(),
    ...inbound.families,
    ...catalogFamilies(application.get(Catalog)),
    ...ledgerFamilies(database),
    ...processFamilies(database),
  ]);
  const unwatch = http.watch(application.getHttpServer());
  return () => {
    unwatch();
    inbound.stop();
  };
}
