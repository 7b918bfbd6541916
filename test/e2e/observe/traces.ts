import type { Receiver } from '@app/testing';

/** A span as a collector gets it. OTLP in JSON. */
export interface CollectedSpan {
  name: string;
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Readonly<Record<string, unknown>>;
  links: { traceId: string; spanId: string }[];
}

interface OtlpSpan extends Omit<CollectedSpan, 'service' | 'attributes' | 'links'> {
  attributes?: OtlpAttribute[];
  links?: { traceId: string; spanId: string }[];
}

interface OtlpAttribute {
  key: string;
  value: Readonly<Record<string, unknown>>;
}

interface OtlpBody {
  resourceSpans: { resource: { attributes: OtlpAttribute[] }; scopeSpans: { spans: OtlpSpan[] }[] }[];
}

/** Everything that a collector got so far. */
export function collectedBy(collector: Receiver): CollectedSpan[] {
  return (collector.bodies as OtlpBody[]).flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map((span) => ({
          ...span,
          parentSpanId: span.parentSpanId === '' ? undefined : span.parentSpanId,
          service: String(plain(resource.attributes)['service.name']),
          attributes: plain(span.attributes),
          links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
        })),
      ),
    ),
  );
}

function plain(attributes: readonly OtlpAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
