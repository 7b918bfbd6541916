import { Injectable } from '@nestjs/common';
import { Catalog, DEFAULT_ACCOUNT } from '@app/tracking';
import type { FastifyRequest } from 'fastify';

/** Whose call it is, when nothing in the call itself says so: the host's label `<slug>.` or `api.<slug>.`, else the default account. K§1. */
@Injectable()
export class InboundAccount {
  constructor(private readonly catalog: Catalog) {}

  async of(request: FastifyRequest): Promise<string | null> {
    const labels = request.hostname.toLowerCase().split('.');
    const slug = labels[0] === 'api' || labels[0] === 'app' ? labels[1] : labels[0];
    const named = slug === undefined || labels.length < 2 ? null : await this.catalog.accountBySlug(slug);
    return (named ?? (await this.catalog.accountBySlug(DEFAULT_ACCOUNT)))?.id ?? null;
  }
}
