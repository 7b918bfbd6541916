import { AdvertiserEntity, CategoryEntity, CountryEntity } from '@app/store';
import type { EntityManager } from 'typeorm';
import { Problem } from '../../http/problem';
import type { UpdateOffer } from './dto/offer.dto';

export interface OfferReferences {
  advertiserId: string;
  categoryId: string;
  countryId: string | null;
}

/** What an offer belongs to when its maker names nothing. */
export async function defaultReferences(manager: EntityManager, accountId: string): Promise<OfferReferences> {
  const isDefault = { accountId, isDefault: true };
  const advertiser = await manager.findOneByOrFail(AdvertiserEntity, isDefault);
  const category = await manager.findOneByOrFail(CategoryEntity, isDefault);
  const country = await manager.findOneBy(CountryEntity, isDefault);
  return { advertiserId: advertiser.id, categoryId: category.id, countryId: country?.id ?? null };
}

/** Throws a problem that names the field when one of them is not the account's. */
export async function checkReferences(
  manager: EntityManager,
  accountId: string,
  { advertiserId, categoryId, countryId }: Pick<UpdateOffer, keyof OfferReferences>,
): Promise<void> {
  if (advertiserId !== undefined && !(await manager.existsBy(AdvertiserEntity, { id: advertiserId, accountId }))) {
    throw Problem.field('advertiserId', 'There is no such advertiser.');
  }
  if (categoryId !== undefined && !(await manager.existsBy(CategoryEntity, { id: categoryId, accountId }))) {
    throw Problem.field('categoryId', 'There is no such category.');
  }
  if (typeof countryId === 'string' && !(await manager.existsBy(CountryEntity, { id: countryId, accountId }))) {
    throw Problem.field('countryId', 'There is no such country.');
  }
}
