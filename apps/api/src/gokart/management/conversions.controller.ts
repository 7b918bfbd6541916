import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { normaliseUuid, RECORD_ORDERS, RECORD_SEARCH_FIELDS, type RecordOrder } from '@app/domain';
import { ReadConversionRecords, type RecordListing } from '@app/tracking';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, NeedsScope, type CurrentAccountRef } from '../../http/keys/current-account';
import { toPage, type Page } from '../../http/lists/page';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { BareFilters } from './bare-filters.interceptor';
import { toConversionRecord, type ConversionRecord } from './conversion-record';
import { RecordQuery } from './record-query.dto';
import { toDevices } from './words';

/** Conversions for the account's own systems, with a management key. G§7.5, G§7.6. */
@Controller('api/v1/sdk-conversion-system/conversions')
@UseGuards(AdminGuard)
@NeedsScope('management')
@UseInterceptors(BareFilters)
export class ManagedConversionsController {
  constructor(private readonly records: ReadConversionRecords) {}

  @Get()
  async list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: RecordQuery,
  ): Promise<ResponseResult<Page<ConversionRecord>>> {
    const found = await this.records.list(account.id, toListing(query));
    if (found.kind === 'span-too-long') {
      throw Problem.field('user_completed_at_to', 'The window of completion times is longer than 3 months.');
    }
    return success(toPage(found.records.map(toConversionRecord), found.totalCount, query));
  }

  @Get(':id')
  async get(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
  ): Promise<ResponseResult<ConversionRecord>> {
    const conversionId = normaliseUuid(id);
    const record = conversionId === null ? null : await this.records.get(account.id, conversionId);
    if (record === null) throw Problem.notFound('conversion');
    return success(toConversionRecord(record));
  }
}

function toListing(query: RecordQuery): RecordListing {
  const { page, page_size: pageSize, orderby, order_asc: ascending = false } = query;
  return { ...filtersOf(query), order: { by: orderOf(orderby), ascending }, page, pageSize };
}

function filtersOf(query: RecordQuery): Omit<RecordListing, 'order' | 'page' | 'pageSize'> {
  return {
    ...offerFiltersOf(query),
    completedFrom: query.user_completed_at_from ?? null,
    completedTo: query.user_completed_at_to ?? null,
    search: query.search ?? null,
    searchBy: query.searchBy ?? RECORD_SEARCH_FIELDS,
    statuses: query.status ?? null,
    devices: toDevices(query.device),
    partnerId: query.partner_id ?? null,
    pubMemberId: query.pub_member_id ?? null,
  };
}

function offerFiltersOf(
  query: RecordQuery,
): Pick<RecordListing, 'offerType' | 'sources' | 'trackingSystems' | 'offerId'> {
  return {
    offerType: query.offer_type ?? null,
    sources: query.offer_source ?? null,
    trackingSystems: query.tracking_system ?? null,
    offerId: query.offer_id ?? null,
  };
}

function orderOf(name: string | undefined): RecordOrder {
  const order = RECORD_ORDERS.find((each) => each.toLowerCase() === (name ?? 'CreatedAt').toLowerCase());
  if (order === undefined) throw Problem.field('orderby', `This list can be sorted by ${RECORD_ORDERS.join(', ')}.`);
  return order;
}
