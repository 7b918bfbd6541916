import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { ROOT_KEY } from '../../specs/test-api';

/** A client of the event stream, on a connection of its own. */
export class Watching {
  text = '';
  /** Once the stream is over. */
  readonly ended: Promise<unknown>;

  private constructor(readonly response: IncomingMessage) {
    response.on('data', (piece) => (this.text += String(piece)));
    // One that leaves hears of it as an error first.
    response.on('error', () => undefined);
    this.ended = once(response, 'close');
  }

  static async at(
    url: string,
    { slug }: { slug: string },
    query = '',
    own: Record<string, string> = {},
  ): Promise<Watching> {
    const headers = { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': slug, ...own };
    const request = get(`${url}/admin/v1/emulator/events${query}`, { headers, agent: false });
    return new Watching(await new Promise<IncomingMessage>((resolve) => request.once('response', resolve)));
  }

  get data(): Record<string, unknown>[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => {
      const event: unknown = JSON.parse(json);
      return typeof event === 'object' ? { ...event } : {};
    });
  }

  of(kind: string): Record<string, unknown>[] {
    return this.data.filter((event) => event['kind'] === kind);
  }

  /** Of events, not of the beginning. */
  get ids(): string[] {
    return [...this.text.matchAll(/^id: (.+)\nevent: /gm)].map(([, id]) => id ?? '');
  }

  /** The id that it began with. */
  get begin(): string | null {
    return /^id: (.+)\n: watching/m.exec(this.text)?.[1] ?? null;
  }

  async leave(): Promise<void> {
    this.response.destroy();
    await this.ended;
  }
}
