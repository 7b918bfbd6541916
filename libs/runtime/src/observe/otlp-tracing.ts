import type * as opentelemetry from '@opentelemetry/api';
import type * as exporters from '@opentelemetry/exporter-trace-otlp-http';
import type * as resources from '@opentelemetry/resources';
import type * as sdk from '@opentelemetry/sdk-trace-base';
import { randomBytes } from 'node:crypto';
import type { Log } from '../logger';
import type { Span, SpanRef, Tracing } from './span';

/** The packages, which are loaded when there is somebody to send to. */
export interface TracingPackages {
  api: typeof opentelemetry;
  sdk: typeof sdk;
  resources: typeof resources;
  exporter: typeof exporters;
}

export interface TracingSettings {
  url: string;
  serviceName: string;
  /** Of all traces, 0 to 1. */
  share: number;
}

/** Spans beyond these are dropped: a collector that is away costs this much memory and no more. */
const QUEUE = { maxQueueSize: 8_192, maxExportBatchSize: 512, scheduledDelayMillis: 1_000, exportTimeoutMillis: 5_000 };
const LAST_MS = 2_000;

/** Sends spans by OTLP over HTTP. They are recorded when they have ended: nothing is carried along with a call. */
export class OtlpTracing implements Tracing {
  private readonly ids = new GivenIds();
  private readonly provider: sdk.BasicTracerProvider;
  private readonly tracer: opentelemetry.Tracer;

  constructor(
    private readonly otel: TracingPackages,
    { url, serviceName, share }: TracingSettings,
    log: Log,
  ) {
    const exporter = new otel.exporter.OTLPTraceExporter({ url, timeoutMillis: QUEUE.exportTimeoutMillis });
    this.provider = new otel.sdk.BasicTracerProvider({
      resource: otel.resources.resourceFromAttributes({ 'service.name': serviceName }),
      // By the trace id alone, so that every process decides alike.
      sampler: new otel.sdk.TraceIdRatioBasedSampler(share),
      idGenerator: this.ids,
      spanProcessors: [new otel.sdk.BatchSpanProcessor(exporter, QUEUE)],
    });
    this.tracer = this.provider.getTracer('pitlane');
    otel.api.diag.setLogger(
      new TroubleLog((trouble) => {
        log.warn({ trouble }, 'traces could not be sent');
      }),
      otel.api.DiagLogLevel.WARN,
    );
  }

  record({ name, kind, traceId, spanId, parentId, startedAt, endedAt, attributes, trouble, link }: Span): void {
    const { api } = this.otel;
    const { SERVER, CLIENT, INTERNAL } = api.SpanKind;
    this.ids.next = { traceId, spanId };
    const parent =
      traceId === null || parentId === null ? api.ROOT_CONTEXT : this.contextOf({ traceId, spanId: parentId });
    const span = this.tracer.startSpan(
      name,
      {
        kind: kind === 'server' ? SERVER : kind === 'client' ? CLIENT : INTERNAL,
        startTime: performance.timeOrigin + startedAt,
        attributes: given(attributes),
        ...(link === undefined ? {} : { links: [{ context: { ...link, traceFlags: api.TraceFlags.NONE } }] }),
      },
      parent,
    );
    if (trouble !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR, message: trouble });
    span.end(performance.timeOrigin + endedAt);
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, LAST_MS);
    });
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
    clearTimeout(timer);
  }

  private contextOf(parent: SpanRef): opentelemetry.Context {
    const { trace, ROOT_CONTEXT, TraceFlags } = this.otel.api;
    return trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true });
  }
}

function given(attributes: Span['attributes']): opentelemetry.Attributes {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
  );
}

/** Names the next span as it is told; a span is started at once, so that there is one next at a time. */
class GivenIds {
  next: { traceId: string | null; spanId: string | null } = { traceId: null, spanId: null };

  generateTraceId(): string {
    return this.next.traceId ?? randomBytes(16).toString('hex');
  }

  generateSpanId(): string {
    return this.next.spanId ?? randomBytes(8).toString('hex');
  }
}

/** What the SDK complains about; the rest of what it says is for its own authors. */
class TroubleLog implements opentelemetry.DiagLogger {
  constructor(private readonly complain: (trouble: string) => void) {}

  error(message: string): void {
    this.complain(message);
  }

  warn(message: string): void {
    this.complain(message);
  }

  info(): void {
    return undefined;
  }

  debug(): void {
    return undefined;
  }

  verbose(): void {
    return undefined;
  }
}
