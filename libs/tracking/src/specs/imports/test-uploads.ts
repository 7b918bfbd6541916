import type { ImportRowResult, UploadRow } from '@app/domain';
import { Database } from '@app/store';
import { Given, Ledger, RETRIES, testDatabase, type GivenAccount, type TestDatabase } from '@app/testing';
import { Catalog } from '../../catalog';
import { DueSignal } from '../../due-signal';
import { RecordConversion } from '../../record-conversion';
import { UploadConversions } from '../../upload-conversions';
import { NOW, numbered } from './upload-rows';

const CALLBACK = { url: 'https://tenant.example/callback', sendPending: true, sendRejected: true };

/** Uploads and postbacks on a database of their own. Make one before the tests of a file. */
export class TestUploads {
  readonly db: TestDatabase = testDatabase(Database);
  readonly given = new Given(this.db);
  readonly ledger = new Ledger(this.db);
  private started: { conversions: RecordConversion; uploads: UploadConversions } | null = null;

  constructor() {
    beforeAll(() => {
      const catalog = new Catalog(this.db.database, RETRIES);
      const conversions = new RecordConversion(this.db.database, catalog, new DueSignal(this.db.database));
      this.started = { conversions, uploads: new UploadConversions(this.db.database, catalog, conversions) };
    });
  }

  get conversions(): RecordConversion {
    return this.running.conversions;
  }

  /** Whose clock stands, and who hears of every status. */
  account(): Promise<GivenAccount> {
    return this.given.account({ frozenAt: NOW, callback: CALLBACK });
  }

  upload(account: GivenAccount, ...rows: UploadRow[]): Promise<ImportRowResult[]> {
    return this.running.uploads.upload(account.id, numbered(rows));
  }

  private get running(): { conversions: RecordConversion; uploads: UploadConversions } {
    if (this.started === null) throw new Error('Uploads are made in beforeAll: use them in tests only.');
    return this.started;
  }
}
