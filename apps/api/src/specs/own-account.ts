import { Database } from '@app/store';
import { Given, testDatabase, type GivenAccount, type TestDatabase } from '@app/testing';
import { testApi, type TestApi } from './test-api';

/** An API, and an account of each test's own. Make one before the tests of a file. */
export class OwnAccount {
  readonly db: TestDatabase = testDatabase(Database);
  readonly given = new Given(this.db);
  readonly api: TestApi = testApi(this.db);
  private own: GivenAccount | null = null;

  constructor() {
    beforeEach(async () => {
      this.own = await this.given.account();
    });
  }

  get account(): GivenAccount {
    if (this.own === null) throw new Error('The account is made in beforeEach: use it in tests only.');
    return this.own;
  }
}
