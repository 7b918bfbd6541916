import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@app/testing';
import type { Account } from './support/account';
import type { AdminClient } from './support/admin-client';
import type { Envelope, LoggedCall, Offer } from './support/answers';
import { PROOFS } from './support/doc-proofs';
import { rawRequest, request, type HttpAnswer } from './support/http';
import { testPitlane } from './support/pitlane';
import { ROOT } from './support/system/product-process';

/** A fenced block of a document, with the name that stands in a comment above it. */
interface Snippet {
  document: string;
  name: string | null;
  language: string;
  code: string;
}

interface Outcome {
  code: number | null;
  output: string;
  errors: string;
  tookMs: number;
}

const FENCED = /(?:^<!-- ([\w-]+) -->\n+)?^```(\w*)\n([^]*?)^```$/gm;

/** Blocks for another shell, or of output to compare with, would be read as promises that nobody keeps. */
const LANGUAGES = ['sh', ''];

/** The commands of the block named `commands` have no server to talk to: they are what makes one. Where each is proved. */
const COMMANDS: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'test/e2e/start',
  'npm ci && npm test': '.ci/run',
  'npm run demo': 'below',
  'npx pitlane start': 'test/e2e/pack',
  'npm install --save-dev pitlane': 'test/e2e/pack',
};

/** Whole projects in several languages, which test/e2e/testkit/recipes.e2e-spec.ts runs. */
const RECIPES = /^docs\/(?:recipes\/.*|testkit)\.md$/;

const snippets = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...markdownBelow('docs')]
  .filter((document) => !RECIPES.test(document))
  .flatMap(snippetsOf);
const inShell = snippets.filter(({ language }) => language === 'sh');
const runnable = inShell.filter(({ name }) => name !== 'commands');

function markdownBelow(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

function snippetsOf(document: string): Snippet[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(FENCED)].map(([, name = null, language = '', code = '']) => ({
    document,
    name,
    language,
    code,
  }));
}

/** Runs a program in the project's folder, with nothing of this test's own environment but what every shell has. */
async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const { PATH, HOME, TMPDIR } = process.env;
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd: ROOT, env: { PATH, HOME, TMPDIR, ...env }, timeout: 80_000 });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.end();
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { code, output, errors, tookMs: performance.now() - startedAt };
}

/** All that a failed run said; `null`: it ended well. Warnings of a newer Node.js or npm are no failure. */
function complaintOf({ code, output, errors }: Outcome): string | null {
  return code === 0 ? null : `exit ${code ?? 'by a signal'}\n${errors}\n${output}`;
}

/** What is left of an output behind the place where each proof was found, one after the other. */
function restBehind(output: string, proofs: readonly RegExp[]): string {
  let rest = output;
  for (const proof of proofs) {
    const found = proof.exec(rest);
    if (found === null) throw new Error(`Not printed, or not in this order: ${String(proof)} in\n${output}`);
    rest = rest.slice(found.index + found[0].length);
  }
  return rest;
}

describe('the documents', () => {
  const pitlane = testPitlane();

  it('should have fenced blocks for sh only, and plain ones', () => {
    expect(snippets.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  it('should have no snippet that is not run here, and each proof its snippet', () => {
    const named = runnable.map(({ document, name }) => ({ document, name }));
    expect(named.filter(({ name }) => name === null || !Object.hasOwn(PROOFS, name))).toEqual([]);
    expect(named.map(({ name }) => name).sort()).toEqual(Object.keys(PROOFS).sort());
  });

  it.each(runnable.map(({ document, name, code }) => [document, name ?? '', code] as const))(
    'should show in %s a snippet that works as pasted: %s',
    async (_document, name, code) => {
      const { url, dataDir } = pitlane();
      const { port: PORT } = new URL(url);
      const env = { PORT, PITLANE_DATA_DIR: dataDir };
      const outcome = await run('bash', ['-c', `set -euo pipefail\n${code}`], env);
      expect(complaintOf(outcome)).toBeNull();
      restBehind(outcome.output, PROOFS[name] ?? []);
    },
  );

  it('should promise no command that is not proved somewhere', () => {
    const lines = inShell.filter(({ name }) => name === 'commands').flatMap(({ code }) => code.trim().split('\n'));
    expect(lines.map((line) => line.replace(/ +#.*$/, '')).sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  it('should promise a demo that plays the whole story, in seconds', async () => {
    const outcome = await run('npm', ['run', '--silent', 'demo'], {});
    expect(complaintOf(outcome)).toBeNull();
    restBehind(outcome.output, [
      /click +user_98765 on Boost Card/,
      /conversion +\S+ is Success/,
      /postback +attempt 1 \(auto\) → 200/,
      /postback +attempt 1 \(auto\) → 200/,
      /callback +attempt 1 \(auto\) → 503/,
      /callback +attempt 6 \(retry\) → 503/,
      /The callback is Failed/,
      /rejection +\S+ is Rejected: chargeback/,
      /callback +attempt 7 \(resend\) → 200/,
    ]);
    // Under 10 s on a machine that does nothing else; a busy one gets more.
    expect(outcome.tookMs).toBeLessThan(45_000);
  });
});

/** Rows of docs/fidelity.md that are too small for a suite of their own. */
describe('what docs/fidelity.md says beside the main rules', () => {
  const pitlane = testPitlane();
  let account: Account;
  let offer: Offer;

  beforeAll(async () => {
    account = await pitlane().account();
    offer = await account.offer();
  });

  const wall = (path: string, parameters: Record<string, string>): Promise<HttpAnswer> =>
    request(`${pitlane().url}/api/v1/offer-wall/${path}?${new URLSearchParams(parameters).toString()}`);

  it('should plan by the profile of now, and leave what waits to the one that it was planned by', async () => {
    const own = await pitlane().account();
    const url = await own.receiver('callback', { status: 404 });
    await own.callback({ url, retry: { profile: 'reliable' } });
    await own.convertNew(await own.offer());
    await until(async () => (await own.received('callback')).length === 1);
    await own.callback({ url });
    const { conversionId } = await own.convertNew(await own.offer());
    await own.awaited(`conversionId=${conversionId}&status=Failed`);
    expect(await own.deliveries('status=Pending')).toMatchObject([{ retry: { profile: 'reliable' } }]);
  });

  it('should send postbacks of any method without a body', async () => {
    const partner = await account.partner();
    const link = await account.link(partner, offer);
    for (const method of ['POST', 'PUT']) {
      await account.postback(partner, {
        scope: 'global',
        method,
        url: `${await account.receiver(method)}?m={pub_member_id}`,
      });
    }
    const { clickId } = await account.partnerClick(link, { pub_click_id: 'pc', pub_member_id: 'lus' });
    await account.convert(clickId);
    for (const method of ['POST', 'PUT']) {
      const called = await until(async () => (await account.received(method))[0]);
      expect(called).toMatchObject({ method, body: '' });
    }
  });

  it('should take any text of the publisher, and let the click add to what its view had', async () => {
    const details = await wall('offer-details', {
      ...{ offerId: offer.id, pub_member_id: 'lus', pub_device: 'Toaster', pub_sub_1: 'view', pub_sub_2: 'view' },
    });
    const { viewId } = (details.json as Envelope<{ viewId: string }>).data!;
    await wall('offer-link', { viewId, pub_sub_2: 'click', pub_sub_3: 'click' });
    expect(await account.api.list(`/clicks?viewId=${viewId}`)).toMatchObject([
      { parameters: { pub_device: 'Toaster', pub_sub_1: 'view', pub_sub_2: 'click', pub_sub_3: 'click' } },
    ]);
  });

  it('should take a conversion of a click that is years old', async () => {
    const own = await pitlane().account();
    const { clickId } = await own.click(await own.offer());
    await own.advance('3650d');
    expect((await own.convert(clickId)).status).toBe('Success');
  });

  it('should name errors in the envelope by the phrases of HTTP', async () => {
    const { json } = await wall('offer-link', {});
    expect(json).toMatchObject({ responseType: 'BadRequest', responseTitle: 'Bad Request' });
  });

  it('should keep a call that names no account in the one that its host names (G10.11)', async () => {
    const [own, demo] = [await pitlane().account(), pitlane().root];
    const hosts = ['', 'api.', 'app.'].map((label) => `${label}${own.slug}.localhost`);
    for (const host of [...hosts, 'nobody.localhost']) {
      await rawRequest(pitlane().url, { path: `/track?cnv_sub_1=${host}`, headers: { host } });
    }
    const called = ({ api }: { api: AdminClient }): Promise<unknown[]> =>
      api
        .list<LoggedCall>('/request-logs?kind=conversion')
        .then((calls) => calls.map((call) => call.parameters['cnv_sub_1']));
    expect(await called(own)).toEqual(hosts.toReversed());
    expect(await called({ api: demo })).toEqual(['nobody.localhost']);
    const swagger = await rawRequest(pitlane().url, {
      path: '/swagger',
      headers: { host: `app.${own.slug}.localhost` },
    });
    expect([swagger.status, swagger.headers.location]).toEqual([302, '/docs']);
  });

  it('should log what a rejection does not know, and never look up external_transaction_id', async () => {
    const { rejectionPath } = await account.api.get<{ rejectionPath: string }>('/account');
    const parameters = { new_rejected_reason: 'fraud', segment: 's', external_transaction_id: 'pc' };
    const answer = await request(`${account.local(rejectionPath)}?${new URLSearchParams(parameters).toString()}`);
    expect(answer.status).toBe(400);
    expect(await account.api.list('/request-logs?kind=rejection')).toMatchObject([{ parameters }]);
  });

  it('should end a pending time by a change by hand, and stamp each change', async () => {
    const own = await pitlane().account();
    await own.freeze();
    const { conversionId } = await own.convertNew(await own.offer({ pendingTime: 3 }));
    const states: unknown[] = [];
    for (const status of ['Rejected', 'Pending']) {
      const { now } = await own.advance('1h');
      expect(await own.setStatus(conversionId, status)).toMatchObject({ status, maturesAt: null, modifiedAt: now });
      states.push(now);
    }
    expect(await own.advance('4d')).toMatchObject({ matured: 0 });
    expect(await own.conversion(conversionId)).toMatchObject({ status: 'Pending', modifiedAt: states[1] });
  });

  it('should let a repeat be set by hand, until the first changes again', async () => {
    const repeated = await account.offer({ allowRepetitions: true });
    const { clickId } = await account.click(repeated);
    const [first, repeat] = [await account.convert(clickId), await account.convert(clickId)];
    expect(await account.setStatus(repeat.conversionId, 'Rejected', 'fraud')).toMatchObject({ status: 'Rejected' });
    expect(await account.conversion(first.conversionId)).toMatchObject({ status: 'Success' });
    await account.setStatus(first.conversionId, 'Pending');
    expect(await account.conversion(repeat.conversionId)).toMatchObject({ status: 'Pending', rejectionReason: null });
  });
});
