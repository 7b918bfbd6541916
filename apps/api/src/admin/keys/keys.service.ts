import { Injectable } from '@nestjs/common';
import { hashKey, newId, newSecret } from '@app/runtime';
import { ApiKeyEntity, PartnerEntity } from '@app/store';
import { DataSource } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities } from '../entity-list';
import { rowId } from '../row-id';
import { toKeyView, type CreatedKey, type CreateKey, type KeyQuery, type KeyView } from './key.dto';

/** Makes and revokes keys; only their hashes are kept. */
@Injectable()
export class KeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
  ) {}

  create(account: CurrentAccountRef, body: CreateKey): Promise<CreatedKey> {
    const { scope } = body;
    const partnerId = body.partnerId ?? null;
    if ((scope === 'partner') !== (partnerId !== null)) {
      throw Problem.field('partnerId', 'A key of scope partner names its partnerId, and no other key does.');
    }
    return this.writes.write(account.id, async (manager, now) => {
      if (partnerId !== null && !(await manager.existsBy(PartnerEntity, { id: partnerId, accountId: account.id }))) {
        throw Problem.field('partnerId', 'There is no such partner.');
      }
      const apiKey = newSecret(32);
      const made = { id: newId(), accountId: account.id, keyHash: hashKey(apiKey), scope, partnerId, createdAt: now };
      await manager.insert(ApiKeyEntity, made);
      return { ...toKeyView(made), apiKey };
    });
  }

  list(account: CurrentAccountRef, query: KeyQuery): Promise<ListAnswer<KeyView>> {
    const list = {
      name: 'keys',
      where: { accountId: account.id },
      sortable: ['createdAt', 'scope'],
      columns: ['id', 'scope', 'partnerId', 'createdAt'],
      toViews: (rows: ApiKeyEntity[]): KeyView[] => rows.map(toKeyView),
    };
    return answerEntities(this.dataSource.getRepository(ApiKeyEntity), list, query);
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const { affected } = await manager.delete(ApiKeyEntity, { id: rowId(id, 'key'), accountId: account.id });
      if (affected === 0) throw Problem.notFound('key');
    });
  }
}
