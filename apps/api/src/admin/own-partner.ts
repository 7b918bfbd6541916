import { PartnerEntity } from '@app/store';
import type { EntityManager } from 'typeorm';
import type { CurrentAccountRef } from '../http/keys/current-account';
import { Problem } from '../http/problem';
import { rowId } from './row-id';

/** A partner of the account, by the id in a path. Throws 404. */
export async function ownPartner(
  manager: EntityManager,
  account: CurrentAccountRef,
  id: string,
): Promise<PartnerEntity> {
  const partner = await manager.findOneBy(PartnerEntity, { id: rowId(id, 'partner'), accountId: account.id });
  if (partner === null) throw Problem.notFound('partner');
  return partner;
}
