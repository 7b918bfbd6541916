import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../http/problem';
import { codeOf } from './error-code';
import { receivePart } from './receive-part';
import { MOST_FILE_BYTES, saveFile, tooLarge } from './save-file';

/** A file that came with a request, in a temporary folder of its own. */
export interface ReceivedFile {
  path: string;
  /** As the sender calls it. */
  name: string | null;
  bytes: number;
  /** Removes the folder; may be called again. */
  remove: () => Promise<void>;
}

const DISK_FULL = ['ENOSPC', 'EDQUOT'];
const FORM = 'multipart/form-data';
const BARE = [
  'text/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

/** What a form may add to its file. */
const FORM_BYTES = 65_536;

/**
 * Takes the file of a request, up to 100 MB: the part `file` of multipart/form-data, or the body itself. The route must
 * be one of those that bodies are left unread for (http/uploads.ts). G§4.1.
 * @throws Problem for what is wrong with the request
 */
export async function receiveFile({ raw }: FastifyRequest, within = tmpdir()): Promise<ReceivedFile> {
  const type = typeOf(raw);
  if (Number(raw.headers['content-length'] ?? 0) > MOST_FILE_BYTES + (type === FORM ? FORM_BYTES : 0)) throw tooLarge();
  // The folder is for nobody else: mode 0700.
  const folder = await mkdtemp(join(within, 'pitlane-file-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'file');
    const { name, bytes } = type === FORM ? await receivePart(raw, path) : await receiveBody(raw, path);
    if (bytes === 0) throw Problem.field('file', 'There is no file, or it is empty.');
    return { path, name, bytes, remove };
  } catch (error) {
    await remove();
    // The answer would not get through while the rest comes in.
    raw.unpipe();
    raw.resume();
    throw toProblem(error, raw);
  }
}

function typeOf(raw: IncomingMessage): string {
  const [type = ''] = (raw.headers['content-type'] ?? '').toLowerCase().split(';');
  const encoding = raw.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Problem(415, 'Send the file as it is, without Content-Encoding.');
  if (type.trim() === FORM || BARE.includes(type.trim())) return type.trim();
  throw new Problem(415, `Send the file as part “file” of ${FORM}, or as the body, of type ${BARE.join(', ')}.`);
}

async function receiveBody(raw: IncomingMessage, path: string): Promise<{ name: null; bytes: number }> {
  return { name: null, bytes: await saveFile(raw.iterator({ destroyOnReturn: false }), path) };
}

function toProblem(error: unknown, raw: IncomingMessage): unknown {
  if (error instanceof Problem) return error;
  if (raw.destroyed && !raw.complete) return new Problem(400, 'The upload was cut off.');
  if (DISK_FULL.includes(codeOf(error))) return new Problem(503, 'There is no room for the file on our disk.');
  return error;
}
