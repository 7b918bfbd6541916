import { request } from './http';

/** One call that the server documents. */
export interface Route {
  method: string;
  /** With its parameters in curly brackets. */
  path: string;
}

/** Every documented route below a path. */
export async function documentedRoutes(url: string, below: string): Promise<Route[]> {
  const { json } = await request(`${url}/docs/openapi.json`);
  const { paths } = json as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(below))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })));
}
