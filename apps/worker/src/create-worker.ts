import { NestFactory } from '@nestjs/core';
import {
  NestLog,
  prepareQueue,
  SecretBox,
  type Config,
  type Log,
  type MetricsPage,
  type RootKeys,
  type Tracing,
} from '@app/runtime';
import { readPlatformScale, type Database } from '@app/store';
import {
  ApplyScheduledChanges,
  Catalog,
  ChangeStatus,
  DueSignal,
  FoldClickCounts,
  Happenings,
  MatureConversions,
  TurnDays,
} from '@app/tracking';
import { QueueConveyor, readySoon } from './conveyor';
import { Counting } from './counting';
import { FaultInjector } from './faults/fault-injector';
import { DeliveryProcessor } from './delivery.processor';
import { Housekeeping } from './housekeeping';
import { HttpSender } from './http-sender';
import { AttemptSpans } from './observe/attempt-spans';
import { HEARD_ATTEMPTS } from './observe/heard-attempts';
import { workerFamilies } from './observe/worker-families';
import { Relay } from './relay';
import { attemptLeaseMs, SendDeliveries } from './send-deliveries';
import { WorkerModule } from './worker.module';

/** What one worker process is made from; `start` shares them with the API of its process. */
export interface WorkerParts {
  config: Config;
  keys: RootKeys;
  log: Log;
  database: Database;
  /** Where this process tells its metrics; unset: nowhere. */
  metrics?: MetricsPage;
  /** Where it sends traces; `null` or unset: nowhere. */
  tracing?: Tracing | null;
}

/** A running worker. */
export interface DeliveryWorker {
  /** Takes nothing new, then waits for what is in flight, 4 s at most. */
  close(): Promise<void>;
}

const DRAIN_MS = 4_000;

/** Starts a relay, a queue worker, the counting of clicks and the turning of days on the given database. */
export async function createWorker(parts: WorkerParts): Promise<DeliveryWorker> {
  const { config, keys, log, database } = parts;
  const queue = { databaseUrl: database.options.url, redisUrl: config.REDIS_URL };
  await prepareQueue(queue);
  const sender = new HttpSender({ egress: config.local ? 'open' : 'guarded', egressAllow: config.EGRESS_ALLOW });
  const conveyor = new QueueConveyor(queue, log);
  const turning = { changes: new ApplyScheduledChanges(database), conversions: maturing(config, database) };
  const relay = new Relay(database, turning, conveyor, {
    log,
    attemptLeaseMs: attemptLeaseMs(config.DELIVERY_TIMEOUT),
    scale: await readPlatformScale(database),
  });
  const deliveries = new SendDeliveries(
    database,
    {
      sender,
      secrets: new SecretBox(keys.secretKey),
      log,
      faults: config.local ? new FaultInjector(database) : null,
    },
    {
      timeoutMs: config.DELIVERY_TIMEOUT,
      onSettled: () => {
        relay.wakeForRoom();
      },
    },
  );
  const application = await NestFactory.createApplicationContext(WorkerModule.with(queue, deliveries), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const unobserve = observe(parts, deliveries, conveyor);
  const happenings = new Happenings(database, [HEARD_ATTEMPTS]);
  const counting = new Counting(new FoldClickCounts(database), log);
  const housekeeping = new Housekeeping(new TurnDays(database, config.retention), log);
  await Promise.all([relay.start(), happenings.start()]);
  counting.start();
  housekeeping.start();
  return {
    close: async () => {
      await Promise.all([counting.stop(), housekeeping.stop(), relay.stop()]);
      await readySoon(application.get(DeliveryProcessor, { strict: false }).worker);
      await application.close();
      await deliveries.drained(DRAIN_MS);
      await conveyor.close();
      await Promise.all([unobserve(), happenings.close()]);
      // Idle by now, or beyond waiting for: an attempt that is still open is closed as lost by the next worker.
      void sender.close();
    },
  };
}

/** Tells metrics and traces of the worker where somebody asks for them. Answers what ends that. */
function observe(
  { database, log, metrics, tracing }: WorkerParts,
  deliveries: SendDeliveries,
  conveyor: QueueConveyor,
): () => Promise<void> {
  const { families, stop } = workerFamilies({
    inFlight: () => deliveries.attemptsInFlight,
    jobs: () => conveyor.jobs(),
  });
  metrics?.add(families);
  const spans = tracing ? new AttemptSpans(database, tracing, log) : null;
  return async () => {
    stop();
    await spans?.close();
  };
}

function maturing(config: Config, database: Database): MatureConversions {
  const retries = { maxRetries: config.DELIVERY_MAX_RETRIES, firstRetryMs: config.DELIVERY_FIRST_RETRY };
  const catalog = new Catalog(database, retries);
  return new MatureConversions(database, new ChangeStatus(database, catalog, new DueSignal(database)));
}
