import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { Database } from '@app/store';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, type ListAnswer } from '../../http/lists/ledger-list';
import { clickList, clicksWhere, VIEW_LIST, viewsWhere } from './event-lists';
import { HISTORY_LOG_LIST, historyLogsWhere, requestLogList, requestLogsWhere } from './log-lists';
import {
  ClicksQuery,
  ClickWaitQuery,
  HistoryLogsQuery,
  RequestLogsQuery,
  ViewsQuery,
  type ClickEvent,
  type HistoryLogView,
  type RequestLogView,
  type ViewEvent,
} from './log.dto';
import { WaitForClick } from './wait-for-click';

/** The event reports. K§6, G§8. */
@Controller('admin/v1')
@UseGuards(AdminGuard)
export class LogsController {
  constructor(
    private readonly database: Database,
    private readonly waits: WaitForClick,
  ) {}

  @Get('views')
  views(@CurrentAccount() { id }: CurrentAccountRef, @Query() query: ViewsQuery): Promise<ListAnswer<ViewEvent>> {
    return answerList(this.database, VIEW_LIST, viewsWhere(id, query), query);
  }

  @Get('clicks')
  clicks(@CurrentAccount() { id }: CurrentAccountRef, @Query() query: ClicksQuery): Promise<ListAnswer<ClickEvent>> {
    return answerList(this.database, clickList(id, query), clicksWhere(id, query), query);
  }

  /** Answers the newest click that matches as soon as there is one; 408 when the time is over. */
  @Get('clicks/wait')
  waitForClick(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ClickWaitQuery,
    @Req() { raw }: FastifyRequest,
  ): Promise<ClickEvent> {
    return this.waits.wait(account, query, raw);
  }

  @Get('request-logs')
  requestLogs(
    @CurrentAccount() { id }: CurrentAccountRef,
    @Query() query: RequestLogsQuery,
  ): Promise<ListAnswer<RequestLogView>> {
    return answerList(this.database, requestLogList(id, query), requestLogsWhere(id, query), query);
  }

  @Get('history-logs')
  historyLogs(
    @CurrentAccount() { id }: CurrentAccountRef,
    @Query() query: HistoryLogsQuery,
  ): Promise<ListAnswer<HistoryLogView>> {
    return answerList(this.database, HISTORY_LOG_LIST, historyLogsWhere(id, query), query);
  }
}
