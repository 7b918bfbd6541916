// Takes conversion callbacks of GoKart and rewards members: each conversion once, however often and in whatever order its
// callbacks arrive, and takes the reward back when the conversion is rejected later.
import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';

const SECRET_HEADER = 'x-callback-secret';

/** Compares digests, which are as long as each other: neither the time nor the length of a guess tells anything. */
function isSame(given, secret) {
  const digest = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/**
 * What members have, and which conversion it is from. In a program of yours: a table with a unique conversion id, written
 * in one transaction with the balance.
 */
export class Rewards {
  #conversions = new Map();

  /** The state that a callback tells of; one that is older than what is known changes nothing. */
  apply({ conversionId, pubMemberId, status, rewardPoints }, sentAt) {
    const known = this.#conversions.get(conversionId);
    if (known !== undefined && known.sentAt > sentAt) return;
    const points = status === 'Success' ? (rewardPoints ?? 0) : 0;
    this.#conversions.set(conversionId, { member: pubMemberId, points, sentAt });
  }

  pointsOf(member) {
    return [...this.#conversions.values()]
      .filter((conversion) => conversion.member === member)
      .reduce((sum, { points }) => sum + points, 0);
  }
}

/** The callback endpoint. It answers 200 once the reward is kept, and never before: anything but 2xx is sent again. */
export function createReceiver({ secret, rewards }) {
  const app = express();
  app.post('/callbacks', express.json({ limit: '64kb' }), (request, response) => {
    if (!isSame(request.get(SECRET_HEADER) ?? '', secret)) return void response.sendStatus(401);
    const { conversion, sentAt } = request.body ?? {};
    if (typeof conversion?.conversionId !== 'string') return void response.sendStatus(400);
    rewards.apply(conversion, sentAt);
    response.sendStatus(200);
  });
  return app;
}

if (process.argv[1] === import.meta.filename) {
  const { CALLBACK_SECRET: secret, PORT: port = '3000' } = process.env;
  if (!secret) throw new Error('CALLBACK_SECRET is not set.');
  createReceiver({ secret, rewards: new Rewards() }).listen(Number(port));
}
