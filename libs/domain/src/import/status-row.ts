import { CONVERSION_STATUSES, type ConversionStatus } from '../conversion/conversion';
import { normaliseUuid } from '../ids';
import { cutReason, hasForbiddenCharacters } from '../text';
import { cellsOf, type ColumnPositions } from './import-columns';
import type { RowReading } from './import-row';

/** A status to set on one conversion event of a click, or on all of them. G§4.1, G10.26. */
export interface StatusRow {
  clickId: string;
  /** Id of the conversion event; `null`: all of the click. */
  conversionId: string | null;
  status: ConversionStatus;
  /** `null`: none is given. */
  rejectionReason: string | null;
}

export function readStatusRow(cells: readonly string[], columns: ColumnPositions): RowReading<StatusRow> {
  const cell = cellsOf(cells, columns);
  const clickId = normaliseUuid(cell('gk_click_id'));
  if (clickId === null) return invalid('gk_click_id must be the id of a click.');
  const status = CONVERSION_STATUSES.find((name) => name.toLowerCase() === cell('Status').toLowerCase());
  if (status === undefined) return invalid(`Status must be one of ${CONVERSION_STATUSES.join(', ')}.`);
  const eventId = cell('EventId');
  const conversionId = normaliseUuid(eventId);
  if (eventId !== '' && conversionId === null) return invalid('EventId must be the id of a conversion event.');
  const reason = cutReason(cell('RejectionReason'));
  if (hasForbiddenCharacters(reason)) {
    return invalid('RejectionReason has characters that can be neither stored nor sent.');
  }
  if (reason !== '' && status !== 'Rejected') return invalid('Only a Rejected conversion has a RejectionReason.');
  return { kind: 'valid', row: { clickId, conversionId, status, rejectionReason: reason === '' ? null : reason } };
}

function invalid(reason: string): { kind: 'invalid'; reason: string } {
  return { kind: 'invalid', reason };
}
