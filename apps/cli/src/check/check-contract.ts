import { ALL_CASES } from './all-cases';
import type { CheckOptions } from './check-options';
import type { ContractCase } from './contract-case';
import type { CaseId } from './finding';
import { playCases } from './play-cases';
import { Platform } from './platform/platform';
import { startThrowawayServer } from './platform/throwaway-server';
import { Rewards } from './receiver/rewards';
import { Sender } from './receiver/sender';
import type { Report } from './report/report';
import type { Server } from '../admin-client';

/** Where it is played: a server that runs, or one that is there for this check alone. */
export interface Stage {
  server: Server | null;
  /** `null`: all of them. */
  only: readonly CaseId[] | null;
  /** Gets what has to be closed again, in the order in which it was opened. */
  opened: (() => Promise<void>)[];
}

/** Plays the contract at an endpoint. What is `opened` stays open until the caller closes it. */
export async function checkContract(options: CheckOptions, { server, only, opened }: Stage): Promise<Report> {
  const platform = await Platform.open(server ?? (await startThrowawayServer(options.timeoutMs, opened)), options);
  opened.push(() => platform.close());
  const sender = new Sender(options);
  opened.push(() => sender.close());
  const rewards = options.verifyUrl === null ? null : new Rewards(options.verifyUrl);
  return playCases(chosen(only), { options, platform, sender, rewards, captured: null });
}

/** The opening is always played: others are made from its callback. */
function chosen(only: readonly CaseId[] | null): readonly ContractCase[] {
  return only === null ? ALL_CASES : ALL_CASES.filter(({ id }) => id === 'success' || only.includes(id));
}
