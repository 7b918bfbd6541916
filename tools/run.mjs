// The command line of a checkout: builds what changed since the last time, then goes on as `pitlane` in the same process.
import { buildDist } from './build.mjs';

if (await buildDist('--if-stale')) await import('../dist/pitlane.cjs');
