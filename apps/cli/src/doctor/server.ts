import type { AdminApi } from '../client/admin-api';
import { NotReachable } from '../client/failures';
import { call } from '../client/http-call';
import { bad, messageOf, ok, skipped, warning, type Finding } from './finding';

const PATIENCE_MS = 5_000;
const LARGEST_SKEW_MS = 5_000;

interface Deployment {
  version: string;
  profile: string;
  queue: string;
  publicUrl: string;
  callbackSecret: string;
}

/** Whether somebody answers there; everything else about the server needs that. */
export async function lookAtServer(url: string): Promise<{ finding: Finding; date: string | undefined }> {
  try {
    const { status, text, headers } = await call(`${url}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (status === 200 && text === '{"status":"ok"}') {
      return { finding: ok('server', `It answers at ${url}.`), date: headers.date };
    }
    const finding = bad(
      'server',
      `${url} answers ${String(status)}: ${text.slice(0, 100)}`,
      'Is that Pitlane? Name it by --url.',
    );
    return { finding, date: undefined };
  } catch (error) {
    const why = error instanceof NotReachable ? error.message : `${url} does not answer: ${messageOf(error)}`;
    return { finding: skipped('server', `${why} What only a running server knows is left out.`), date: undefined };
  }
}

/** `date`: the header of an answer, exact to a second. */
export function judgeSkew(date: string | undefined, nowMs: number): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return skipped('clock', 'The server did not tell its time.');
  const skewMs = Math.abs(theirs + 500 - nowMs);
  if (skewMs <= LARGEST_SKEW_MS) return ok('clock', "The server's clock and this machine's agree.");
  return warning(
    'clock',
    `The server's clock and this machine's are ${String(Math.round(skewMs / 1_000))} s apart.`,
    'Set both by NTP: stamps, caps and pending times go by the clock of the database.',
  );
}

/** What the server says of itself, asked with the key. */
export async function lookAtDeployment(api: AdminApi): Promise<Finding[]> {
  let deployment: Deployment;
  try {
    deployment = await api.get<Deployment>('/deployment');
  } catch (error) {
    return [
      bad(
        'key',
        `The server refuses the key: ${messageOf(error)}`,
        'Name the key by --key, or its data directory by --data-dir.',
      ),
    ];
  }
  const { version, profile, queue, publicUrl, callbackSecret } = deployment;
  return [
    ok('key', `It opens Pitlane ${version}, profile ${profile}, queue on ${queue}.`),
    await lookAtPublicUrl(publicUrl),
    callbackSecret === 'unreadable'
      ? bad(
          'secret key',
          'The callback secret was sealed with another key: callbacks fail.',
          'Start with the PITLANE_SECRET_KEY of before, or set the callback secret again.',
        )
      : ok(
          'secret key',
          callbackSecret === 'none' ? 'The account has no callback secret.' : 'It opens the callback secret.',
        ),
  ];
}

async function lookAtPublicUrl(publicUrl: string): Promise<Finding> {
  const advice = 'Set PUBLIC_URL to the address by which others reach this server, or mend what stands in between.';
  try {
    const { status, text } = await call(`${publicUrl}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (status === 200 && text === '{"status":"ok"}') return ok('public URL', `${publicUrl} leads here.`);
    return bad('public URL', `${publicUrl} does not lead here: it answers ${String(status)}.`, advice);
  } catch (error) {
    return bad('public URL', `${publicUrl} does not lead here: ${messageOf(error)}`, advice);
  }
}
