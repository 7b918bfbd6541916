import { setImmediate as turn } from 'node:timers/promises';
import type * as server from './all-in-one';

/** What takes longest to load, a package at a time. */
const STEPS: readonly (() => Promise<unknown>)[] = [
  () => import('typeorm'),
  () => import('@nestjs/core'),
  () => import('@nestjs/platform-fastify'),
];

/** Loads API and worker. Loading holds the event loop, so between two steps whatever waits for it has its turn. */
export async function loadServer(): Promise<typeof server> {
  for (const load of STEPS) {
    await load();
    await turn();
  }
  return import('./all-in-one.js');
}
