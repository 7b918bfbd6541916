import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Account } from './account';

/** A client of the event stream that comes back after the last event that it was told, as browsers do. */
export class EventClient {
  readonly events: Record<string, unknown>[] = [];
  private last = '';
  private response: IncomingMessage | null = null;

  constructor(
    private readonly account: () => Account,
    private readonly query = '',
  ) {}

  async open(): Promise<void> {
    const { url, key } = this.account();
    const headers = {
      authorization: `ApiToken ${key}`,
      ...(this.last === '' ? {} : { 'last-event-id': this.last }),
    };
    const request = get(`${url}/admin/v1/emulator/events${this.query}`, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`The stream was refused: ${String(response.statusCode)}`);
    this.response = response;
    this.read(response.setEncoding('utf8'));
  }

  async reopen(): Promise<void> {
    this.drop();
    await this.open();
  }

  drop(): void {
    this.response?.destroy();
    this.response = null;
  }

  of(kind: string): Record<string, unknown>[] {
    return this.events.filter((event) => event['kind'] === kind);
  }

  private read(response: IncomingMessage): void {
    let text = '';
    // What was left unfinished when the stream broke is told again.
    response.on('error', () => undefined);
    response.on('data', (piece: string) => {
      text += piece;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
  }

  private take(block: string): void {
    const id = /^id: (.+)$/m.exec(block)?.[1];
    const data = /^data: (.+)$/m.exec(block)?.[1];
    if (id !== undefined) this.last = id;
    if (data !== undefined) this.events.push(JSON.parse(data) as Record<string, unknown>);
  }
}
