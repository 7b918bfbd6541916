import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { Config } from '@app/runtime';
import { Database } from '@app/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { auditRefusal } from '../audit/audit-hooks';
import { AuditLog } from '../audit/audit-log';
import { ConsoleLogins } from '../keys/console-logins';
import { sessionCookie, sessionOf } from '../keys/console-session';
import { homePage } from './home-page';

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

interface Totals {
  accounts: string;
  clicks: string;
  conversions: string;
  waiting: string;
  failed: string;
}

/** What a person sees first, and the one-time log-in that a start prints. */
@Controller()
export class HomeController {
  private readonly logins: ConsoleLogins;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {
    this.logins = new ConsoleLogins(database);
  }

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = sessionOf(request);
    const totals = session !== null && (await this.logins.isSession(session)) ? await this.totals() : null;
    void reply.headers(PAGE_HEADERS).send(homePage(this.config.publicUrl, totals));
  }

  /** Where the real platform has its description. G10.11. */
  @Get('swagger')
  swagger(@Res() reply: FastifyReply): void {
    void reply.redirect('/docs', 302);
  }

  @Get('login')
  async login(
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const session = typeof token === 'string' ? await this.logins.logIn(token) : null;
    if (session === null) {
      auditRefusal(this.audit, request, 401);
      const problem = 'This log-in link was used before or is too old. A restart prints a new one.';
      void reply
        .code(401)
        .headers(PAGE_HEADERS)
        .send(homePage(this.config.publicUrl, null, problem));
      return;
    }
    request.actor = { kind: 'console' };
    void reply
      .header('set-cookie', sessionCookie(session, request.protocol === 'https'))
      .header('cache-control', 'no-store')
      .redirect('/', 303);
  }

  /** Estimates where a count would scan: this page must not cost what a report costs. */
  private async totals(): Promise<Totals> {
    const { rows } = await this.database.query<Totals>(
      `SELECT (SELECT count(*) FROM accounts) AS accounts,
              (SELECT sum(greatest(c.reltuples, 0))::bigint FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'clicks'::regclass) AS clicks,
              (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'conversions'::regclass) AS conversions,
              (SELECT count(*) FROM deliveries WHERE status = 'Pending') AS waiting,
              (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE status = 'Failed' LIMIT 1000) f) AS failed`,
    );
    const [totals] = rows;
    if (totals === undefined) throw new Error('The totals query answers one row.');
    return totals;
  }
}
