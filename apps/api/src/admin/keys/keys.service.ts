import { Injectable } from '@nestjs/common';
import { hashKey, newId, newSecret } from '@app/runtime';
import { ApiKeyEntity, PartnerEntity, replaceKey } from '@app/store';
import { DataSource } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities } from '../entity-list';
import { rowId } from '../row-id';
import { toKeyView, type CreatedKey, type CreateKey, type KeyQuery, type KeyView, type RotateKey } from './key.dto';

const A_DAY_MS = 86_400_000;

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
      const made = {
        ...{ id: newId(), accountId: account.id, keyHash: hashKey(apiKey), scope, partnerId, name: body.name ?? null },
        ...{ createdAt: now, expiresAt: null, lastUsedAt: null },
      };
      await manager.insert(ApiKeyEntity, made);
      return { ...toKeyView(made), apiKey };
    });
  }

  list(account: CurrentAccountRef, query: KeyQuery): Promise<ListAnswer<KeyView>> {
    const list = {
      name: 'keys',
      where: { accountId: account.id },
      sortable: ['createdAt', 'scope', 'name', 'expiresAt', 'lastUsedAt'],
      columns: ['id', 'scope', 'partnerId', 'name', 'createdAt', 'expiresAt', 'lastUsedAt'],
      toViews: (rows: ApiKeyEntity[]): KeyView[] => rows.map(toKeyView),
    };
    return answerEntities(this.dataSource.getRepository(ApiKeyEntity), list, query);
  }

  /** The new key opens what the old one does, which works on for as long as is asked for. */
  rotate(account: CurrentAccountRef, id: string, { overlap = A_DAY_MS }: RotateKey): Promise<CreatedKey> {
    return this.writes.writeRaw(account.id, async (tx, now) => {
      const apiKey = newSecret(32);
      const successor = { id: newId(), keyHash: hashKey(apiKey), createdAt: now, overlapMs: overlap };
      const made = await replaceKey(tx, account.id, rowId(id, 'key'), successor);
      if (made === null) throw Problem.notFound('key that still works');
      return { ...toKeyView(made), apiKey };
    });
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const { affected } = await manager.delete(ApiKeyEntity, { id: rowId(id, 'key'), accountId: account.id });
      if (affected === 0) throw Problem.notFound('key');
    });
  }
}
