import type { Config } from '../config/config';
import type { Log } from '../logger';
import { OtlpTracing } from './otlp-tracing';
import type { Tracing } from './span';

/** Traces to the collector of the settings; `null` when there is none: then nothing of OpenTelemetry is even loaded. */
export async function openTracing(config: Config, log: Log): Promise<Tracing | null> {
  const url = config.tracesEndpoint;
  if (url === null) return null;
  const [api, sdk, resources, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const settings = { url, serviceName: config.OTEL_SERVICE_NAME, share: config.OTEL_TRACES_SAMPLER_ARG };
  return new OtlpTracing({ api, sdk, resources, exporter }, settings, log);
}
