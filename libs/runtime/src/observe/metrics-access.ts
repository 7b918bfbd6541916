import type { Config } from '../config/config';
import type { RootKeys } from '../keys';
import { sameSecret } from '../secret-box';

const SCHEME = /^(?:ApiToken|Bearer) +/i;

/**
 * Whether a call may read the metrics: in the local profile everybody whom the listening address lets in; in production, and wherever
 * METRICS_TOKEN is set, only that token, which opens nothing else, or the root key.
 */
export function mayReadMetrics(config: Config, keys: RootKeys, authorization: string | undefined): boolean {
  const { METRICS_TOKEN } = config;
  if (config.local && METRICS_TOKEN === undefined) return true;
  if (authorization === undefined || !SCHEME.test(authorization)) return false;
  const given = authorization.replace(SCHEME, '').trim();
  return (METRICS_TOKEN !== undefined && sameSecret(given, METRICS_TOKEN)) || sameSecret(given, keys.adminKey);
}
