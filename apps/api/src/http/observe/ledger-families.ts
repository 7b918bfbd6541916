import { gaugeBy, single, type Family } from '@app/runtime';
import { readLedgerFigures, type Database } from '@app/store';
import { KeptFigures } from './kept-figures';

/** What waits in the ledger: the same from every API process, so a dashboard takes the largest. */
export function ledgerFamilies(database: Database): Family[] {
  const figures = new KeptFigures(() => readLedgerFigures(database));
  return [
    gaugeBy(
      { name: 'pitlane_ledger_deliveries', help: 'Pending deliveries of all accounts, by state.', label: 'state' },
      async () => {
        const { due, waiting, leased, inFlight, leaseExpired } = await figures.read();
        return { due, waiting, leased, 'in-flight': inFlight, 'lease-expired': leaseExpired };
      },
    ),
    single(
      {
        name: 'pitlane_ledger_oldest_due_seconds',
        help: 'Age of the oldest delivery that is due and not sent, in its platform time.',
        type: 'gauge',
      },
      async () => (await figures.read()).oldestDueMs / 1_000,
    ),
    gaugeBy(
      {
        name: 'pitlane_ledger_receivers',
        help: 'Receivers with something Pending, and those of them that are probed.',
        label: 'state',
      },
      async () => {
        const { receivers, unreachableReceivers } = await figures.read();
        return { pending: receivers, unreachable: unreachableReceivers };
      },
    ),
    single(
      {
        name: 'pitlane_ledger_receiver_leased_most',
        help: 'Deliveries under lease for the receiver that has most of them.',
        type: 'gauge',
      },
      async () => (await figures.read()).mostLeased,
    ),
  ];
}
