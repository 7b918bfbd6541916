import { Injectable } from '@nestjs/common';
import { receiverOf } from '@app/domain';
import { SecretBox } from '@app/runtime';
import { CallbackSettingsEntity, retargetWaiting, type Tx } from '@app/store';
import { DataSource } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { AccountWrites } from '@app/tracking';
import { toRetryColumns } from '../retry.dto';
import { nextSecret, type SecretColumns } from './callback-secret';
import { NO_CALLBACK, toCallbackView, type CallbackView, type ReplaceCallback } from './callback.dto';

interface PresentCallback extends SecretColumns {
  url: string | null;
}

const PRESENT = `SELECT url, secret_header AS "secretHeader", secret_value_sealed AS "secretValueSealed" FROM callback_settings WHERE account_id = $1`;

const REPLACE = `
  INSERT INTO callback_settings (account_id, url, send_pending, send_rejected, key_case, secret_header, secret_value_sealed, retry_profile, retry_waits_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (account_id) DO UPDATE SET url = EXCLUDED.url, send_pending = EXCLUDED.send_pending, send_rejected = EXCLUDED.send_rejected,
    key_case = EXCLUDED.key_case, secret_header = EXCLUDED.secret_header, secret_value_sealed = EXCLUDED.secret_value_sealed,
    retry_profile = EXCLUDED.retry_profile, retry_waits_ms = EXCLUDED.retry_waits_ms`;

/** The one callback of an account. K§5.1. */
@Injectable()
export class CallbackService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
    private readonly secrets: SecretBox,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<CallbackView> {
    const settings = await this.dataSource.manager.findOneBy(CallbackSettingsEntity, { accountId: id });
    return toCallbackView(settings ?? NO_CALLBACK);
  }

  async replace(account: CurrentAccountRef, body: ReplaceCallback): Promise<CallbackView> {
    await this.writes.writeRaw(account.id, (tx) => this.write(tx, account.id, body));
    return this.get(account);
  }

  private async write(tx: Tx, accountId: string, body: ReplaceCallback): Promise<void> {
    const { rows } = await tx.query<PresentCallback>(PRESENT, [accountId]);
    const present: PresentCallback = rows[0] ?? NO_CALLBACK;
    const secret = nextSecret(body, present, (value) => this.secrets.seal(value, accountId));
    const retry = toRetryColumns(body.retry ?? {});
    const { url = null, sendPending = false, sendRejected = false, callbackKeyCase = 'camel' } = body;
    await tx.query(REPLACE, [
      accountId,
      url,
      sendPending,
      sendRejected,
      callbackKeyCase,
      secret.secretHeader,
      secret.secretValueSealed,
      retry.retryProfile,
      retry.retryWaitsMs,
    ]);
    // Switched off, what waits still goes where it was going.
    if (url !== null && url !== present.url) {
      await retargetWaiting(tx, { accountId, postbackId: null }, { target: url, receiver: receiverOf(url) });
    }
  }
}
