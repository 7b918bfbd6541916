import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../http/problem';
import { saveFile } from './save-file';

interface SavedPart {
  name: string | null;
  bytes: number;
}

const FIELD = 'file';
const LONGEST_NAME = 255;
const LIMITS = { headerPairs: 20, headerSize: 8_192, fieldNameSize: 100 };

/** Saves the part `file` of multipart/form-data, the only one there may be. @throws Problem */
export async function receivePart(raw: IncomingMessage, path: string): Promise<SavedPart> {
  const form = formOf(raw);
  const part = new Part(path);
  try {
    return await new Promise<SavedPart>((resolve, reject) => {
      form.on('file', (field: string | undefined, stream: BusboyFileStream, name: string | undefined) => {
        // A part that ends too soon says so, whether anyone reads it or not.
        stream.on('error', () => {
          reject(incomplete());
        });
        if (field !== FIELD) reject(unexpected(field ?? ''));
        else part.save(stream, name).catch(reject);
      });
      form.on('finish', () => {
        part.result().then(resolve, reject);
      });
      form.on('error', () => {
        reject(incomplete());
      });
      raw.once('error', reject);
      raw.pipe(form);
    });
  } finally {
    await part.letGo();
  }
}

class Part {
  private stream: BusboyFileStream | null = null;
  private saved: Promise<SavedPart> | null = null;

  constructor(private readonly path: string) {}

  save(stream: BusboyFileStream, name: string | undefined): Promise<SavedPart> {
    if (this.saved !== null) return Promise.reject(Problem.field(FIELD, 'Send one file.'));
    this.stream = stream;
    this.saved = saveFile(stream, this.path).then((bytes) => ({ name: printable(name), bytes }));
    return this.saved;
  }

  result(): Promise<SavedPart> {
    return this.saved ?? Promise.reject(Problem.field(FIELD, 'There is no file: send it as part “file”.'));
  }

  /** Once this has ended nobody writes any more. */
  async letGo(): Promise<void> {
    this.stream?.destroy();
    await this.saved?.catch(() => undefined);
  }
}

function formOf({ headers }: IncomingMessage): BusboyInstance {
  const { 'content-type': type = '' } = headers;
  try {
    return new Busboy({ headers: { ...headers, 'content-type': type }, limits: LIMITS, isPartAFile: () => true });
  } catch {
    throw new Problem(400, 'The Content-Type multipart/form-data names no boundary.');
  }
}

function printable(name: string | undefined): string | null {
  const shown = (name ?? '').slice(0, LONGEST_NAME).replace(/\p{Cc}|\p{Cs}/gu, '\uFFFD');
  return shown === '' ? null : shown;
}

function unexpected(field: string): Problem {
  return Problem.field(field.slice(0, LONGEST_NAME), 'The form may have nothing but its part “file”.');
}

function incomplete(): Problem {
  return new Problem(400, 'The body is no complete multipart/form-data.');
}
