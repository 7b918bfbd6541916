import { anId } from '@app/testing';
import { readStatusRow, type StatusRow } from './status-row';

const COLUMNS = new Map(['gk_click_id', 'Status', 'EventId', 'RejectionReason'].map((name, at) => [name, at]));
const [CLICK, EVENT] = [anId(), anId()];
const read = (...cells: string[]): ReturnType<typeof readStatusRow> => readStatusRow(cells, COLUMNS);
const row = (changed: Partial<StatusRow>): StatusRow => ({
  clickId: CLICK,
  conversionId: null,
  status: 'Success',
  rejectionReason: null,
  ...changed,
});

describe(readStatusRow.name, () => {
  it.each([
    [[CLICK, 'Success'], row({})],
    [[CLICK.toUpperCase(), ' PENDING '], row({ status: 'Pending' })],
    [[CLICK, 'success', EVENT.toUpperCase(), ''], row({ conversionId: EVENT })],
    [[CLICK, 'rejected', '', ''], row({ status: 'Rejected' })],
    [[CLICK, 'Rejected', '', ' Fraud '], row({ status: 'Rejected', rejectionReason: 'Fraud' })],
    [[CLICK, 'Rejected', '', 'x'.repeat(300)], row({ status: 'Rejected', rejectionReason: 'x'.repeat(255) })],
  ])('should read %j (G10.26)', (cells, expected) => {
    expect(read(...cells)).toEqual({ kind: 'valid', row: expected });
  });

  it.each([
    ['gk_click_id', ['', 'Success']],
    ['gk_click_id', ['click-1', 'Success']],
    ['Status', [CLICK, '']],
    ['Status', [CLICK]],
    ['Status', [CLICK, 'Approved']],
    ['EventId', [CLICK, 'Success', 'level-5']],
    ['RejectionReason', [CLICK, 'Rejected', '', 'a\0']],
    ['RejectionReason', [CLICK, 'Success', '', 'Fraud']],
  ])('should name %s as wrong in %j', (column, cells) => {
    expect(read(...cells)).toEqual({ kind: 'invalid', reason: expect.stringContaining(column) as string });
  });
});
