import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Config, MetricsPage, RootKeys, SecretBox, type Log, type Tracing } from '@app/runtime';
import { Database } from '@app/store';
import {
  AccountWrites,
  Catalog,
  ChangeStatus,
  DueSignal,
  Happenings,
  IntegrateOffers,
  ManageOffers,
  PlatformEvents,
  ReadConversionRecords,
  ReadCostReport,
  ReadOfferWall,
  ReadPartnerOffers,
  RecordClick,
  RecordConversion,
  RecordView,
  RejectConversion,
  ResendDelivery,
  SendCallback,
  UpdateStatuses,
  UploadConversions,
  WriteOffers,
} from '@app/tracking';
import { DataSource } from 'typeorm';
import { AdminKeys } from './http/keys/admin-keys';
import { FailedKeys } from './http/keys/failed-keys';
import { KeyUse } from './http/keys/key-use';
import { Limits } from './http/limits/limits';
import { openLimitStore } from './http/limits/redis-store';
import { AuditLog } from './http/audit/audit-log';
import { RequestLog } from './http/inbound/request-log';
import { HEARD_CALLS } from './http/observe/heard-calls';
import { Waits } from './http/waits/waits';

export const LOG = Symbol('log');
const WRONG_KEYS_PER_MINUTE = 30;

/** What one API process is made from; `start` shares them with the worker of its process. */
export interface ApiParts {
  config: Config;
  keys: RootKeys;
  log: Log;
  database: Database;
  dataSource: DataSource;
  /** Where this process tells its metrics; unset: a page of the API's own. */
  metrics?: MetricsPage;
  /** Where it sends traces; `null` or unset: nowhere. */
  tracing?: Tracing | null;
}

/** The parts and the verbs, for every edge. */
@Module({})
export class WalkModule {
  static with({ config, keys, log, database, dataSource, metrics = new MetricsPage() }: ApiParts): DynamicModule {
    const retries = { maxRetries: config.DELIVERY_MAX_RETRIES, firstRetryMs: config.DELIVERY_FIRST_RETRY };
    const catalog = new Catalog(database, retries);
    const due = new DueSignal(database);
    const changes = new ChangeStatus(database, catalog, due);
    const conversions = new RecordConversion(database, catalog, due);
    const writes = new AccountWrites(dataSource, database, catalog);
    const limits = limitsOf(config, log);
    const providers: Provider[] = [
      { provide: Config, useValue: config },
      { provide: RootKeys, useValue: keys },
      { provide: LOG, useValue: log },
      { provide: MetricsPage, useValue: metrics },
      { provide: Database, useValue: database },
      { provide: DataSource, useValue: dataSource },
      { provide: SecretBox, useValue: new SecretBox(keys.secretKey) },
      { provide: Catalog, useValue: catalog },
      { provide: DueSignal, useValue: due },
      { provide: ChangeStatus, useValue: changes },
      { provide: Happenings, useValue: new Happenings(database, [HEARD_CALLS]) },
      { provide: ManageOffers, useValue: new ManageOffers(database, catalog) },
      { provide: PlatformEvents, useValue: new PlatformEvents(database, { kept: config.local }) },
      { provide: ReadConversionRecords, useValue: new ReadConversionRecords(database) },
      { provide: ReadCostReport, useValue: new ReadCostReport(database) },
      { provide: ReadOfferWall, useValue: new ReadOfferWall(database) },
      { provide: ReadPartnerOffers, useValue: new ReadPartnerOffers(database) },
      { provide: RecordClick, useValue: new RecordClick(database, catalog) },
      { provide: RecordView, useValue: new RecordView(database, catalog) },
      { provide: RecordConversion, useValue: conversions },
      { provide: RejectConversion, useValue: new RejectConversion(database, changes) },
      { provide: ResendDelivery, useValue: new ResendDelivery(database, catalog, due) },
      { provide: SendCallback, useValue: new SendCallback(database, catalog, due) },
      { provide: UpdateStatuses, useValue: new UpdateStatuses(database, changes) },
      { provide: UploadConversions, useValue: new UploadConversions(database, catalog, conversions) },
      { provide: WriteOffers, useValue: new WriteOffers(writes) },
      { provide: IntegrateOffers, useValue: new IntegrateOffers(writes) },
      { provide: RequestLog, useValue: new RequestLog(database) },
      AdminKeys,
      {
        provide: FailedKeys,
        useValue: new FailedKeys(config.local ? null : limits.perMinute('keys', WRONG_KEYS_PER_MINUTE)),
      },
      { provide: KeyUse, useValue: new KeyUse(database, log) },
      { provide: Limits, useValue: limits },
      Waits,
      { provide: AuditLog, useValue: new AuditLog(database, log) },
    ];
    return { module: WalkModule, global: true, providers, exports: providers };
  }
}

function limitsOf({ REDIS_URL }: Config, log: Log): Limits {
  return new Limits(REDIS_URL === undefined ? null : () => openLimitStore(REDIS_URL, log));
}
