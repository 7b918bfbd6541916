import type { FieldProblem, OfferChanges, OfferReferences } from '@app/domain';
import { AdvertiserEntity, CategoryEntity, CountryEntity } from '@app/store';
import type { EntityManager } from 'typeorm';

/** What an offer belongs to when its maker names nothing. */
export async function defaultReferences(manager: EntityManager, accountId: string): Promise<OfferReferences> {
  const isDefault = { accountId, isDefault: true };
  const advertiser = await manager.findOneByOrFail(AdvertiserEntity, isDefault);
  const category = await manager.findOneByOrFail(CategoryEntity, isDefault);
  const country = await manager.findOneBy(CountryEntity, isDefault);
  return { advertiserId: advertiser.id, categoryId: category.id, countryId: country?.id ?? null };
}

/** The first of them that is not the account's; `null`: all are. */
export async function referenceProblem(
  manager: EntityManager,
  accountId: string,
  { advertiserId, categoryId, countryId }: OfferChanges,
): Promise<FieldProblem | null> {
  if (advertiserId !== undefined && !(await manager.existsBy(AdvertiserEntity, { id: advertiserId, accountId }))) {
    return { field: 'advertiserId', message: 'There is no such advertiser.' };
  }
  if (categoryId !== undefined && !(await manager.existsBy(CategoryEntity, { id: categoryId, accountId }))) {
    return { field: 'categoryId', message: 'There is no such category.' };
  }
  if (typeof countryId === 'string' && !(await manager.existsBy(CountryEntity, { id: countryId, accountId }))) {
    return { field: 'countryId', message: 'There is no such country.' };
  }
  return null;
}
