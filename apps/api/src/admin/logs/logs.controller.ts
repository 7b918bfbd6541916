import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { Database } from '@app/store';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, type ListAnswer } from '../../http/lists/ledger-list';
import { clickList, clicksWhere, VIEW_LIST, viewsWhere } from './event-lists';
import { HISTORY_LOG_LIST, historyLogsWhere, requestLogList, requestLogsWhere } from './log-lists';
import {
  ClicksQuery,
  HistoryLogsQuery,
  RequestLogsQuery,
  ViewsQuery,
  type ClickEvent,
  type HistoryLogView,
  type RequestLogView,
  type ViewEvent,
} from './log.dto';

/** The event reports. K§6, G§8. */
@Controller('admin/v1')
@UseGuards(AdminGuard)
export class LogsController {
  constructor(private readonly database: Database) {}

  @Get('views')
  views(@CurrentAccount() { id }: CurrentAccountRef, @Query() query: ViewsQuery): Promise<ListAnswer<ViewEvent>> {
    return answerList(this.database, VIEW_LIST, viewsWhere(id, query), query);
  }

  @Get('clicks')
  clicks(@CurrentAccount() { id }: CurrentAccountRef, @Query() query: ClicksQuery): Promise<ListAnswer<ClickEvent>> {
    return answerList(this.database, clickList(id, query), clicksWhere(id, query), query);
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
