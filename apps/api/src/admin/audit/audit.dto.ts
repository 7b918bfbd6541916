import type { AuditedField } from '@app/domain';
import { AUDIT_ACTORS, AUDIT_OUTCOMES, type AuditActor, type AuditOutcome } from '@app/store';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsAnyOf, IsId, IsInstant, IsPlainText } from '../../http/lists/query-fields';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const LONGEST_ROUTE = 255;

export class AuditLogsQuery extends ListQuery {
  /** One kind of caller, or several separated by commas. */
  @IsOptional() @IsAnyOf(AUDIT_ACTORS) actor?: AuditActor[];

  @IsOptional() @IsId() keyId?: string;

  @IsOptional() @IsIn(AUDIT_OUTCOMES) outcome?: AuditOutcome;

  @IsOptional() @IsIn(METHODS) method?: (typeof METHODS)[number];

  /** The pattern of a path, such as `/admin/v1/offers/:id`. */
  @IsOptional() @IsPlainText(LONGEST_ROUTE) route?: string;

  /** What was changed: an id, a slug or a name. */
  @IsOptional() @IsPlainText(LONGEST_ROUTE) target?: string;

  @IsOptional() @IsPlainText(64) sourceIp?: string;

  /** At or after this instant. */
  @IsOptional() @IsInstant() from?: Date;

  /** At or before this instant. */
  @IsOptional() @IsInstant() to?: Date;
}

/** A change that somebody made with a key or at the console, or calls that were refused. */
export interface AuditLogView {
  id: string;
  /** Real time, whatever the account's test clock says. */
  createdAt: string;
  /** `null`: it concerns the deployment, or an account that was deleted. */
  account: string | null;
  actor: AuditActor;
  keyId: string | null;
  keyScope: string | null;
  sourceIp: string;
  method: string;
  /** The pattern of the path. */
  route: string;
  /** What was changed: an id, a slug or a name. */
  target: string | null;
  httpStatus: number;
  outcome: AuditOutcome;
  /** Calls that the row stands for; refused ones are counted. */
  calls: number;
  /** Fields that were sent, with what they became where that is short and no secret. */
  changes: AuditedField[];
  requestId: string | null;
}
