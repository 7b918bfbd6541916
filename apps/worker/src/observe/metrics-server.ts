import { mayReadMetrics, type Config, type MetricsPage, type RootKeys } from '@app/runtime';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface MetricsParts {
  config: Config;
  keys: RootKeys;
  page: MetricsPage;
}

/** Answers `GET /metrics` of a worker process on METRICS_PORT; answers how to stop. */
export async function serveMetrics(parts: MetricsParts, port: number): Promise<() => void> {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch(() => {
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, parts.config.HOST, resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function answer(
  { config, keys, page }: MetricsParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing at this address.\n');
    return;
  }
  if (!mayReadMetrics(config, keys, request.headers.authorization)) {
    response
      .writeHead(401, { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Bearer' })
      .end('Send the metrics token: Authorization: Bearer <METRICS_TOKEN>.\n');
    return;
  }
  const { contentType, text } = await page.read();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}
