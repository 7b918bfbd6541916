import { Database } from '@app/store';
import { Given, testDatabase } from '@app/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testApi } from '../../specs/test-api';
import { DeploymentController } from './deployment.controller';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db, { PUBLIC_URL: 'https://track.example' });

describe(DeploymentController.name, () => {
  it('should tell what answers here, to who has a key', async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../../../../package.json'), 'utf8')) as {
      version: string;
    };
    const { status, body } = await as(await given.account())('GET', '/deployment');
    expect([status, body]).toEqual([
      200,
      {
        ...{ version, profile: 'local', queue: 'PostgreSQL', publicUrl: 'https://track.example' },
        ...{ node: process.version, callbackSecret: 'none' },
      },
    ]);
    expect((await fetch(`${url()}/admin/v1/deployment`)).status).toBe(401);
  });

  it("should tell whether the account's callback secret can still be opened", async () => {
    const account = await given.account();
    const secret = { url: 'http://127.0.0.1:9/', secretHeader: 'X-Secret', secretValue: 'abracadabra' };
    expect((await as(account)('PUT', '/account/callback', secret)).status).toBe(200);
    expect((await as(account)('GET', '/deployment')).body).toMatchObject({ callbackSecret: 'readable' });
    await db.rows(`UPDATE callback_settings SET secret_value_sealed = 'v1.AAAA.AAAA.AAAA' WHERE account_id = $1`, [
      account.id,
    ]);
    expect((await as(account)('GET', '/deployment')).body).toMatchObject({ callbackSecret: 'unreadable' });
  });
});
