import { Injectable } from '@nestjs/common';
import { Database, retriedOnDeadlock } from '@app/store';
import { Catalog } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { emptyAccount } from './empty-account';
import { whatStays, type Keepable } from './reset-plan';
import type { ResetAnswer } from './reset.dto';

/** Empties an account. K§7. */
@Injectable()
export class ResetService {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  async reset({ id }: CurrentAccountRef, keep: readonly Keepable[]): Promise<ResetAnswer> {
    const kept = whatStays(keep);
    // A worker may be at the rows that go, in an order of its own.
    const deleted = await retriedOnDeadlock(() => this.database.transaction((tx) => emptyAccount(tx, id, kept)));
    this.catalog.forget(id);
    return { kept, deleted };
  }
}
