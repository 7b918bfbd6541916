import { utils, write, type BookType } from '@e965/xlsx';
import type { Account } from '../support/account';
import { request, type HttpAnswer } from '../support/http';

export type Cell = string | number | Date;

export interface ImportDone {
  id: string;
  kind: string;
  status: string;
  rows: number;
  succeeded: number;
  unchanged: number;
  failed: number;
  results: { row: number; result: string; reason: string | null; conversionIds: string[] }[];
}

const FORMATS: Record<'csv' | 'xlsx' | 'xls', BookType> = { csv: 'csv', xlsx: 'xlsx', xls: 'biff8' };
export type Format = keyof typeof FORMATS;

/** A table as a spreadsheet saves it; its times are real ones, where the format has such. */
export function fileOf(format: Format, rows: readonly (readonly Cell[])[]): File {
  const sheet = utils.aoa_to_sheet(
    rows.map((cells) => [...cells]),
    { dateNF: 'yyyy-mm-dd hh:mm:ss', UTC: true },
  );
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'Conversions');
  const bytes = write(book, { type: 'buffer', bookType: FORMATS[format] }) as Buffer;
  return new File([new Uint8Array(bytes)], `conversions.${format}`);
}

/** Sends a file as a form does. */
export function sendFile(account: Account, query: string, file: File): Promise<HttpAnswer> {
  const body = new FormData();
  body.set('file', file);
  return request(`${account.url}/admin/v1/conversions/import?${query}`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${account.key}` },
    body,
  });
}

/** The same for a file that is taken. */
export async function importFile(account: Account, kind: string, file: File): Promise<ImportDone> {
  const { status, text, json } = await sendFile(account, `kind=${kind}`, file);
  if (status !== 200) throw new Error(`The import was refused: ${status} ${text}`);
  return json as ImportDone;
}
