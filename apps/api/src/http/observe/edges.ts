/** The edges that calls are counted by: a list of ours, so that no client can add to it. */
export const EDGES = [
  'gokart_click',
  'gokart_postback',
  'gokart_wall',
  'gokart_management',
  'gokart_integration',
  'integr8_rejection',
  'admin',
  'emulator',
  'receivers',
  'docs',
  'health',
  'metrics',
  'other',
] as const;
export type Edge = (typeof EDGES)[number];

/** First prefix first; what stands behind a shorter one of another edge comes before it. */
const PREFIXES: readonly (readonly [string, Edge])[] = [
  ['/api/v1/offer-wall/offer-link', 'gokart_click'],
  ['/api/v1/offer-link/redirect/', 'gokart_click'],
  ['/api/v1/offer-wall/', 'gokart_wall'],
  ['/api/v1/sdk-', 'gokart_management'],
  ['/api/v1/integrations/', 'gokart_integration'],
  ['/api/v1/', 'gokart_postback'],
  ['/track', 'gokart_postback'],
  ['/postback', 'gokart_postback'],
  ['/offer-wall', 'gokart_wall'],
  ['/r/', 'integr8_rejection'],
  ['/admin/v1/emulator/', 'emulator'],
  ['/admin/', 'admin'],
  ['/receivers/', 'receivers'],
  ['/docs', 'docs'],
  ['/health/', 'health'],
  ['/metrics', 'metrics'],
];

/** The edge of a URL as it is routed, with or without its query. */
export function edgeOf(url: string): Edge {
  for (const [prefix, edge] of PREFIXES) if (url.startsWith(prefix)) return edge;
  return 'other';
}
