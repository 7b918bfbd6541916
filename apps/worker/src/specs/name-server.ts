import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { parse } from 'ipaddr.js';

const TYPES = { A: 1, CNAME: 5, AAAA: 28 } as const;
type RecordType = keyof typeof TYPES;

/** What a name server says to one question; `silence` is nothing, `refusal` and `nobody` are codes of RFC 1035. */
export type NameAnswer = readonly (readonly [RecordType, string])[] | 'silence' | 'failure' | 'nobody' | Buffer;

export interface Question {
  name: string;
  type: RecordType;
}

/** A real DNS server on 127.0.0.1 that answers as scripted and remembers what it was asked. */
export class NameServer {
  readonly questions: Question[] = [];
  private readonly socket = createSocket('udp4');

  constructor(public answer: (question: Question) => NameAnswer) {
    this.socket.on('message', (query, from) => this.take(query, from));
  }

  /** Address and port, as resolvers take them. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** How often the IPv4 addresses of a name were asked for. */
  get asked(): number {
    return this.questions.filter(({ type }) => type === 'A').length;
  }

  async listen(): Promise<void> {
    this.socket.bind(0, '127.0.0.1');
    await once(this.socket, 'listening');
  }

  close(): void {
    this.socket.close();
  }

  private take(query: Buffer, from: RemoteInfo): void {
    const question = questionOf(query);
    this.questions.push(question);
    const answer = this.answer(question);
    if (answer === 'silence') return;
    this.socket.send(Buffer.isBuffer(answer) ? answer : encode(query, question, answer), from.port, from.address);
  }
}

function questionOf(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1) === TYPES.AAAA ? 'AAAA' : 'A';
  return { name: labels.join('.').toLowerCase(), type };
}

const uint16 = (...numbers: number[]) => Buffer.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));

function nameOf(text: string): Buffer {
  const labels = text.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}

/** A CNAME stands for the name of the question, and what follows it for the name that it gives. Kept an hour, whoever keeps anything. */
function encode(query: Buffer, { name, type }: Question, answer: Exclude<NameAnswer, 'silence' | Buffer>): Buffer {
  const records = typeof answer === 'string' ? [] : answer.filter(([kind]) => kind === 'CNAME' || kind === type);
  const code = answer === 'failure' ? 2 : answer === 'nobody' ? 3 : 0;
  let owner = name;
  const encoded = records.map(([kind, value]) => {
    const data = kind === 'CNAME' ? nameOf(value) : Buffer.from(parse(value).toByteArray());
    const head = Buffer.concat([nameOf(owner), uint16(TYPES[kind], 1, 0, 3_600, data.length)]);
    if (kind === 'CNAME') owner = value;
    return Buffer.concat([head, data]);
  });
  const head = uint16(query.readUInt16BE(0), 0x8180 | code, 1, encoded.length, 0, 0);
  return Buffer.concat([head, nameOf(name), uint16(TYPES[type], 1), ...encoded]);
}
