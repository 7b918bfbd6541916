import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MetricsPage, type Log, type Tracing } from '@app/runtime';
import { Database } from '@app/store';
import { Catalog, processFamilies, RecordClick, traceChanges } from '@app/tracking';
import { traceCalls } from './call-spans';
import { HttpFigures } from './http-figures';
import { catalogFamilies, inboundFamilies } from './inbound-families';
import { ledgerFamilies } from './ledger-families';
import { logCalls } from './log-calls';

/** Begins to count what comes to an API and puts it on its page, and traces where there is somebody to send traces to; answers how to stop. */
export function observeApi(
  application: NestFastifyApplication,
  { log, tracing }: { log: Log; tracing?: Tracing | null },
): () => void {
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
  const fastify = application.getHttpAdapter().getInstance();
  const stops = [http.watch(fastify.server), logCalls(log, fastify), inbound.stop];
  if (tracing) stops.push(traceCalls(tracing), traceChanges(tracing));
  return () => {
    for (const stop of stops) stop();
  };
}
