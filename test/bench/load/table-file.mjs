// A CSV file of conversions as it is sent: good rows and bad ones in turn, with columns that nobody asked for.
import { randomUUID } from 'node:crypto';

const BATCH = 200;
const NOTE = 'Paid in shop 17 "on the corner", terminal 4; receipt kept. '.repeat(40);

/** Of four rows two are good, one is of an unknown click, one has a wrong amount. */
function rowOf(clickId, number, noteLength) {
  const isUnknown = number % 4 === 2;
  const revenue = number % 4 === 3 ? 'free' : '12.5';
  const note = NOTE.slice(0, noteLength).replaceAll('"', '""');
  return `${number},"${note}",${isUnknown ? randomUUID() : clickId},,${new Date().toISOString()},${revenue},1500\n`;
}

/** Chunks of a file of `rows` rows whose notes are so long; clicks are used in turn. */
export async function* tableFile(clickIds, { rows, noteLength }) {
  yield 'Number,Note,ClickId,EventID,UserCompletedAt,Revenue,Reward\n';
  for (let number = 0; number < rows; number += BATCH) {
    let chunk = '';
    for (let row = number; row < Math.min(number + BATCH, rows); row++) {
      chunk += rowOf(clickIds[row % clickIds.length], row, noteLength);
    }
    yield chunk;
  }
}
