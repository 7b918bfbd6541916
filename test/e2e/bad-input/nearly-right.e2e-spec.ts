import fc from 'fast-check';
import type { Account } from '../support/account';
import { rawRequest, request, type RawRequest } from '../support/http';
import { documentedOperations, type Operation } from '../support/openapi';
import { testPitlane } from '../support/pitlane';
import { valuesOf, wrong, type Drawn } from '../support/schema-values';

/** More with `FUZZ_RUNS`. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400);
const RUN_MS = 100;
/** What waits or breaks off by design, and what takes away that all others need. */
const LEFT_OUT = /\/wait$|^\/receivers\/|\/accounts\/\{slug\}$|\/emulator\/(reset|events)$/;

const pitlane = testPitlane();
let account: Account;
let operations: Operation[];
let drawn: Drawn;

beforeAll(async () => {
  account = await pitlane().account();
  const offer = await account.multiEventOffer(['purchase', 'install']);
  const partner = await account.partner();
  const link = await account.link(partner, offer);
  const single = await account.offer();
  const { conversionId, clickId } = await account.convertNew(single);
  const [delivery] = await account.api.list<{ id: string }>('/deliveries?status=Skipped');
  const events = offer.events.map(({ id }) => id);
  const documented = await documentedOperations(pitlane().url, '/');
  operations = documented.operations.filter(({ path }) => !LEFT_OUT.test(path));
  const known = [offer.id, single.id, partner.id, link.id, conversionId, clickId, ...events, delivery?.id ?? ''];
  drawn = { resolve: documented.resolve, known };
});

interface Call {
  operation: Operation;
  values: Record<string, unknown>;
  body: unknown;
}

/** A documented call, its parameters and body as documented but for a few. */
const calls = (): fc.Arbitrary<Call> =>
  fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      values: fc.record(
        Object.fromEntries(operation.parameters.map(({ name, schema = {} }) => [name, valuesOf(schema, drawn)])),
        { requiredKeys: operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name) },
      ),
      body: operation.body === null ? wrong : valuesOf(operation.body, drawn),
    }),
  );

/** A lone surrogate could not be sent: its replacement is. */
function toText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return Buffer.from(text).toString();
}

function toRequest({ operation: { method, path, parameters }, values, body }: Call): RawRequest {
  const text = (name: string): string => encodeURIComponent(toText(values[name] ?? ''));
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && values[parameter.name] !== undefined)
    .map(({ name }) => `${encodeURIComponent(name)}=${text(name)}`);
  const takesBody = method !== 'GET' && method !== 'HEAD';
  return {
    method,
    path: `${path.replace(/\{(\w+)\}/g, (_, name: string) => text(name))}?${query.join('&')}`,
    headers: {
      authorization: `ApiToken ${account.key}`,
      ...(takesBody && { 'content-type': 'application/json' }),
    },
    ...(takesBody && { body: JSON.stringify(body) }),
  };
}

describe('a request that is nearly right (K9)', () => {
  it(
    'should be answered, and never by a 5xx',
    async () => {
      const statuses = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(calls(), async (call) => {
          const sent = toRequest(call);
          const { status, text } = await rawRequest(pitlane().url, sent);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status >= 500) throw new Error(`${status} ${text} to ${JSON.stringify(sent)}`);
        }),
        { numRuns: RUNS, maxSkipsPerRun: 0 },
      );
      expect(pitlane().output).not.toMatch(/"level":50|request failed/);
      expect((await request(`${pitlane().url}/health/ready`)).status).toBe(200);
      // Right often enough to get beyond what looks at single fields.
      const good = [...statuses].reduce((sum, [status, count]) => sum + (status < 400 ? count : 0), 0);
      expect(good).toBeGreaterThan(RUNS / 20);
    },
    20_000 + RUNS * RUN_MS,
  );
});
