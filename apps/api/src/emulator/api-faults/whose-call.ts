import { Injectable } from '@nestjs/common';
import { normaliseUuid } from '@app/domain';
import { Catalog } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { InboundAccount } from '../../http/inbound/inbound-account';
import { accountHeaderOf, keyOf } from '../../http/keys/admin.guard';
import { AdminKeys } from '../../http/keys/admin-keys';

const REJECTION = /^\/r\/([^/]+)$/;
const PARTNER_LINK = /^\/api\/v1\/offer-link\/redirect\/([^/]+)$/;
const SECRET_PATH = /^\/api\/v1\/([^/]+\/[^/]+\/[^/]+)$/;
const WALL_PAGE = /^\/offer-wall\/([^/]+)$/;

/** Which account a call is for, told before it is carried out: by its key, by what its path or its query names, else by the host. */
@Injectable()
export class WhoseCall {
  constructor(
    private readonly keys: AdminKeys,
    private readonly catalog: Catalog,
    private readonly inbound: InboundAccount,
  ) {}

  /** `null`: nobody's, such as one with a wrong key. */
  async of(request: FastifyRequest, path: string): Promise<string | null> {
    const key = keyOf(request);
    if (key !== '') return this.byKey(key, request);
    const named = await this.byPath(path);
    if (named !== null) return named;
    const offerId = firstOf(WALL_PAGE, path) ?? offerIdOf(request.query);
    return (await this.byOffer(offerId)) ?? this.inbound.of(request);
  }

  private async byKey(key: string, request: FastifyRequest): Promise<string | null> {
    if ((await this.keys.rootBy(key, request)) === null) return (await this.keys.ownerOf(key))?.account.id ?? null;
    const slug = accountHeaderOf(request);
    if (slug === null) return (await this.keys.named(null)).id;
    return (await this.catalog.accountBySlug(slug))?.id ?? null;
  }

  private async byPath(path: string): Promise<string | null> {
    const endpoint = firstOf(REJECTION, path);
    if (endpoint !== null) return accountIdOf(await this.catalog.rejectionScope(endpoint));
    const link = normaliseUuid(firstOf(PARTNER_LINK, path) ?? '');
    if (link !== null) return accountIdOf(await this.catalog.partnerLink(link));
    const secrets = firstOf(SECRET_PATH, path);
    const account = secrets === null ? null : await this.catalog.accountByPath(secrets);
    return account?.id ?? null;
  }

  private async byOffer(text: string): Promise<string | null> {
    const id = normaliseUuid(text);
    return id === null ? null : accountIdOf(await this.catalog.offer(id));
  }
}

function offerIdOf(query: unknown): string {
  const isNamed = typeof query === 'object' && query !== null && 'offerId' in query;
  return isNamed && typeof query.offerId === 'string' ? query.offerId : '';
}

const firstOf = (pattern: RegExp, path: string): string | null => pattern.exec(path)?.[1] ?? null;

const accountIdOf = (found: { accountId: string } | null): string | null => found?.accountId ?? null;
