import type { ImportKind, ImportRowResult } from '@app/domain';
import type { Database } from '@app/store';
import type { PlatformEvents } from '@app/tracking';
import type { ImportCounts, ImportStatus } from './import.dto';
import { finishImport, insertImport, keepResults, touchImport, type NewImport } from './import-queries';

const TELL_EVERY_MS = 300;
const TOUCH_EVERY_MS = 5_000;

/** What the event stream tells of an import. */
export interface ImportProgress extends ImportCounts {
  importId: string;
  importKind: ImportKind;
  status: ImportStatus;
  done: number;
}

/** An import that this process runs: keeps its results, and says how far it is. */
export class ImportRun {
  private readonly counts = { succeeded: 0, unchanged: 0, failed: 0 };
  private toldAt = 0;
  private pulse: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly events: PlatformEvents,
    private readonly row: NewImport,
  ) {}

  async begin(): Promise<void> {
    const { id } = this.row;
    await insertImport(this.database, this.row);
    // Rows may take their time: without a sign of life the import would count as Interrupted.
    this.pulse = setInterval(() => {
      touchImport(this.database, id).catch(() => undefined);
    }, TOUCH_EVERY_MS);
    await this.tell('Running');
  }

  /** `false`: the import was removed meanwhile, with its account or by a reset. */
  async keep(results: readonly ImportRowResult[]): Promise<boolean> {
    if (!(await keepResults(this.database, this.row.id, results))) return false;
    for (const { result } of results) this.counts[result] += 1;
    if (performance.now() - this.toldAt >= TELL_EVERY_MS) await this.tell('Running');
    return true;
  }

  async finish(status: 'Done' | 'Interrupted'): Promise<void> {
    if (this.pulse !== null) clearInterval(this.pulse);
    await finishImport(this.database, this.row.id, status);
    await this.tell(status);
  }

  private async tell(status: ImportStatus): Promise<void> {
    this.toldAt = performance.now();
    const { id, accountId, kind, rows } = this.row;
    const { succeeded, unchanged, failed } = this.counts;
    const done = succeeded + unchanged + failed;
    const progress: ImportProgress = {
      importId: id,
      importKind: kind,
      status,
      rows,
      done,
      succeeded,
      unchanged,
      failed,
    };
    await this.events.publish(accountId, 'import', progress);
  }
}
