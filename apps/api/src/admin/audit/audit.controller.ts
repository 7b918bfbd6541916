import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { Database } from '@app/store';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, RootOnly, type CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, type ListAnswer } from '../../http/lists/ledger-list';
import { AUDIT_LOG_LIST, auditLogsWhere } from './audit-list';
import { AuditLogsQuery, type AuditLogView } from './audit.dto';

/** Who changed what. */
@Controller('admin/v1')
@UseGuards(AdminGuard)
export class AuditController {
  constructor(private readonly database: Database) {}

  /** Of the account. */
  @Get('audit-logs')
  list(@CurrentAccount() { id }: CurrentAccountRef, @Query() query: AuditLogsQuery): Promise<ListAnswer<AuditLogView>> {
    return answerList(this.database, AUDIT_LOG_LIST, auditLogsWhere(id, query), query);
  }

  /** Of all accounts, and what belongs to none: accounts that were made and deleted, log-ins, wrong keys. */
  @Get('deployment/audit-logs')
  @RootOnly()
  listAll(@Query() query: AuditLogsQuery): Promise<ListAnswer<AuditLogView>> {
    return answerList(this.database, AUDIT_LOG_LIST, auditLogsWhere(null, query), query);
  }
}
