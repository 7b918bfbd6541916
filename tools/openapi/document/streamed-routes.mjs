// Routes whose body or answer streams, so that no type of ours describes it.

const COUNT = { type: 'integer', minimum: 0 };
const UUID = { type: 'string', format: 'uuid' };
const FILE = { schema: { type: 'string', format: 'binary' } };
const XLS = 'application/vnd.ms-excel';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const allRequired = (properties) => ({ type: 'object', properties, required: Object.keys(properties) });

const ROW = allRequired({
  row: { type: 'integer', description: 'Place in the file; the header is 1.' },
  result: { type: 'string', enum: ['succeeded', 'unchanged', 'failed'] },
  reason: { type: ['string', 'null'], description: 'Why it failed, or why its conversion is Rejected.' },
  conversionIds: { type: 'array', items: UUID },
});

const DONE = allRequired({
  id: UUID,
  kind: { type: 'string', enum: ['upload', 'status-update'] },
  status: { type: 'string', enum: ['Running', 'Done', 'Interrupted'] },
  fileName: { type: ['string', 'null'] },
  rows: COUNT,
  succeeded: COUNT,
  unchanged: COUNT,
  failed: COUNT,
  createdAt: { type: 'string', format: 'date-time' },
  finishedAt: { type: ['string', 'null'], format: 'date-time' },
  results: { type: 'array', items: ROW },
});

export const STREAMED_ROUTES = {
  'POST /admin/v1/conversions/import': {
    summary: 'Import a file',
    description:
      'CSV, XLS or XLSX, at most 100 MB; columns by the names in the first row, in any order and case. `upload` records conversions: ' +
      '`ClickId`, `EventID` (the configured Event ID; blank for a SingleEvent offer), `UserCompletedAt` (UTC), `Revenue`, `Reward`. ' +
      '`status-update` sets statuses: `gk_click_id`, `Status`, and optionally `EventId` (the id of the conversion; without it all of the click) and ' +
      '`RejectionReason`. A file that lacks a column or breaks off is refused as a whole; a wrong row spoils no other. The same file may be sent again: ' +
      'what is so already is `unchanged`, and nobody is told twice. The import goes on when the caller goes away.',
    body: {
      required: true,
      content: {
        'multipart/form-data': { schema: allRequired({ file: FILE.schema }) },
        'text/csv': { schema: { type: 'string' } },
        [XLS]: FILE,
        [XLSX]: FILE,
        'application/octet-stream': FILE,
      },
    },
    answers: {
      200: {
        description: 'How it ended, and what became of each row; with `format` the rows alone, as a file.',
        content: {
          'application/json': { schema: DONE },
          'text/csv': { schema: { type: 'string' } },
          [XLSX]: { schema: { type: 'string' } },
        },
      },
    },
  },
  'GET /admin/v1/emulator/events': {
    summary: 'Watch what happens',
    description:
      'Server-Sent Events, from now on. `import` tells how far an import is: `{id, kind, status, rows, done, succeeded, unchanged, failed}`.',
    answers: {
      200: {
        description: 'Until either side ends it.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
    },
  },
};
