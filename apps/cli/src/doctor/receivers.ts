import { connect } from 'node:net';
import type { AdminApi, Page } from '../client/admin-api';
import { bad, ok, skipped, warning, type Finding } from './finding';
import { isLoopback } from './machine';

const PATIENCE_MS = 3_000;

interface Receiver {
  what: string;
  host: string;
  port: number;
}

/** Tries to connect, and sends nothing: to the receivers of the account's callback and postbacks, once each. */
export async function lookAtReceivers(api: AdminApi, inContainer: boolean): Promise<Finding[]> {
  const receivers = await receiversOf(api);
  if (receivers.length === 0) {
    return [skipped('receivers', 'The account has neither a callback nor postbacks.')];
  }
  return Promise.all(receivers.map((receiver) => lookAt(receiver, inContainer)));
}

async function receiversOf(api: AdminApi): Promise<Receiver[]> {
  const [{ url }, { items: partners }] = await Promise.all([
    api.get<{ url: string | null }>('/account/callback'),
    api.get<Page<{ id: string; name: string }>>('/partners?page_size=100'),
  ]);
  const postbacks = await Promise.all(
    partners.map(async ({ id, name }) => {
      const { items } = await api.get<Page<{ url: string; enabled: boolean }>>(
        `/partners/${id}/postbacks?page_size=100`,
      );
      return items.flatMap((postback) => (postback.enabled ? receiverIn(`postback of ${name}`, postback.url) : []));
    }),
  );
  const all = [...(url === null ? [] : receiverIn('callback', url)), ...postbacks.flat()];
  const byPlace = new Map<string, Receiver>();
  for (const receiver of all) {
    const place = `${receiver.host}:${String(receiver.port)}`;
    if (!byPlace.has(place)) byPlace.set(place, receiver);
  }
  return [...byPlace.values()];
}

/** Macros may stand in the path and the query, and look like nothing else there. */
export function receiverIn(what: string, url: string): Receiver[] {
  const plain = url.replace(/\{[^{}]*\}/g, '0');
  if (!URL.canParse(plain)) return [];
  const { hostname, port, protocol } = new URL(plain);
  return [
    {
      what,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port),
    },
  ];
}

async function lookAt({ what, host, port }: Receiver, inContainer: boolean): Promise<Finding> {
  const place = `${host}:${String(port)}`;
  const failure = await connectionFailure(host, port);
  if (failure === null) return ok('receivers', `${place} (${what}) can be reached.`);
  const message = `${place} (${what}) can't be reached from this machine: ${failure}.`;
  const advice =
    inContainer && isLoopback(host)
      ? 'In a container that is the container itself: name the host as host.docker.internal, another container by its service name.'
      : 'Start the receiver, or mend the URL; deliveries wait and are tried again.';
  return failure === 'no answer in 3 s' ? warning('receivers', message, advice) : bad('receivers', message, advice);
}

function connectionFailure(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (failure: string | null): void => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(PATIENCE_MS, () => {
      done('no answer in 3 s');
    });
    socket.once('connect', () => {
      done(null);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      done(error.code ?? error.message);
    });
  });
}
