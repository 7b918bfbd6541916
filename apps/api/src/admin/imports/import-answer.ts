import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { ImportRowView, ImportView } from './import.dto';

/** An import with the results of all its rows, written while they are read: a million rows cost no memory. */
export class ImportAnswer extends StreamableFile {
  constructor(done: ImportView, batches: AsyncIterable<readonly ImportRowView[]>) {
    super(Readable.from(jsonOf(done, batches)), { type: 'application/json; charset=utf-8' });
  }
}

async function* jsonOf(done: ImportView, batches: AsyncIterable<readonly ImportRowView[]>): AsyncGenerator<string> {
  yield `${JSON.stringify(done).slice(0, -1)},"results":[`;
  let separator = '';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield separator + batch.map((row) => JSON.stringify(row)).join(',');
    separator = ',';
  }
  yield ']}';
}
