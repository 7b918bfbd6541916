import { explainOutcome } from '@app/domain';
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { CheckOptions } from '../check-options';
import { SECRET, type Answer, type Exchange } from '../exchange';

const MOST_BODY_BYTES = 16 * 1024;

/** A request of our own: what the platform itself would never send. */
export interface OwnRequest {
  what: string;
  changed: string;
  /** `SECRET` as a value stands for the secret. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Sends what is made from captured callbacks, by the same rules: one time-out for all of it, redirects not followed. */
export class Sender {
  /** Whether the last request went over a connection that was there already. */
  reusedConnection = false;
  private readonly agent: HttpAgent;

  constructor(private readonly options: CheckOptions) {
    const kept = { keepAlive: true, maxSockets: 1 };
    this.agent = options.callbackUrl.startsWith('https:') ? new HttpsAgent(kept) : new HttpAgent(kept);
  }

  /** Never throws: a broken exchange is an answer, too. */
  async send({ what, changed, headers, body }: OwnRequest): Promise<Exchange> {
    const startedAt = performance.now();
    const answer = await this.exchange(headers, body);
    const request = { method: 'POST', url: this.options.callbackUrl, headers, body };
    return { what, changed, request, answer, tookMs: Math.round(performance.now() - startedAt) };
  }

  close(): Promise<void> {
    this.agent.destroy();
    return Promise.resolve();
  }

  private async exchange(headers: OwnRequest['headers'], body: string): Promise<Answer> {
    const { callbackUrl, secret, timeoutMs } = this.options;
    const bytes = Buffer.from(body);
    const send = callbackUrl.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(callbackUrl, {
      method: 'POST',
      agent: this.agent,
      headers: { ...withSecret(headers, secret?.value ?? ''), 'content-length': bytes.length },
      signal: AbortSignal.timeout(timeoutMs),
    });
    try {
      return await answerTo(request, bytes);
    } catch (error) {
      return unanswered(error);
    } finally {
      this.reusedConnection = request.reusedSocket;
    }
  }
}

function withSecret(headers: OwnRequest['headers'], secret: string): Record<string, string> {
  const real = { ...headers };
  for (const [name, value] of Object.entries(real)) if (value === SECRET) real[name] = secret;
  return real;
}

function answerTo(request: ClientRequest, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      readText(response).then((text) => {
        resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: joined(response), body: text });
      }, reject);
    });
    request.end(body);
  });
}

/** All of it is read, so that the connection can be used again; only so much is kept. */
async function readText(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let kept = 0;
  for await (const piece of response) {
    if (!Buffer.isBuffer(piece) || kept >= MOST_BODY_BYTES) continue;
    pieces.push(piece);
    kept += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, MOST_BODY_BYTES).toString();
}

function joined({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function unanswered(error: unknown): Answer {
  const { code, message } = codeOf(error);
  const kind = code.startsWith('HPE_') ? 'malformed' : 'no-answer';
  return { kind: 'none', code, ...explainOutcome({ kind, code, message }) };
}

/** The deadline comes as an error of its own, without a code of the system. */
function codeOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'EUNKNOWN', message: String(error) };
  const inner: unknown = error.cause ?? error;
  if (error.name === 'AbortError' || (inner instanceof Error && inner.name === 'TimeoutError')) {
    return { code: 'ETIMEDOUT', message: error.message };
  }
  const code: unknown = Reflect.get(error, 'code');
  return { code: typeof code === 'string' ? code : 'EUNKNOWN', message: error.message };
}
