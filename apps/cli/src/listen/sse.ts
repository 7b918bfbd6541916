/** One event of a stream. `id`: where to go on from; `null` when none was ever told. */
export interface StreamEvent {
  id: string | null;
  name: string;
  data: string;
}

/** Reads Server-Sent Events from pieces that may be cut anywhere, as the standard for event streams has it. */
export class EventReader {
  /** How long to wait before coming back, as the server last said it. */
  retryMs: number | null = null;

  /** Of the event that is being read; counts once that is complete. */
  private id: string | null;
  private rest = '';
  private endedWithReturn = false;
  private name = '';
  private data: string[] = [];

  /** `lastId`: the event to go on behind, which moves on with each that is complete. */
  constructor(public lastId: string | null = null) {
    this.id = lastId;
  }

  /** What this piece completes. */
  push(piece: string): StreamEvent[] {
    // A line may end with \r\n, and a piece between the two.
    const text = this.endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.endedWithReturn = piece.endsWith('\r');
    const lines = (this.rest + text).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.take(line));
  }

  /** A new connection begins: what the old one left unfinished is told again. */
  restart(): void {
    this.rest = '';
    this.endedWithReturn = false;
    this.id = this.lastId;
    this.name = '';
    this.data = [];
  }

  private take(line: string): StreamEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.name = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  private dispatch(): StreamEvent[] {
    this.lastId = this.id;
    const event = { id: this.lastId, name: this.name === '' ? 'message' : this.name, data: this.data.join('\n') };
    const isEmpty = this.data.length === 0;
    this.name = '';
    this.data = [];
    return isEmpty ? [] : [event];
  }
}
