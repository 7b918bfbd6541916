import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet } from '../read-sheet';
import type { SheetRow } from '../sheet';

/** Writes files into a folder of the suite's own. */
export function testFiles(): (content: string | Uint8Array) => Promise<string> {
  let folder = '';
  let count = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pitlane-sheets-spec-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  return async (content) => {
    const path = join(folder, String((count += 1)));
    await writeFile(path, content);
    return path;
  };
}

export async function rowsOf(path: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(path)) rows.push(row);
  return rows;
}

export async function cellsOf(path: string): Promise<(readonly string[])[]> {
  return (await rowsOf(path)).map(({ cells }) => cells);
}
