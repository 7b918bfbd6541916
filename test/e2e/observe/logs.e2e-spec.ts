import { until } from '@app/testing';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const MEMBER = 'member-of-this-spec';

const pitlane = testPitlane({ LOG_LEVEL: 'info' });

type Line = Record<string, unknown>;

/** Lines of the log that say so, oldest first. */
const lines = (msg: string): Line[] =>
  pitlane()
    .output.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line['msg'] === msg);

/** The one line of a request, as soon as it is there. */
const lineOf = (msg: string, about: Line): Promise<Line> =>
  until(() => lines(msg).find((line) => Object.entries(about).every(([name, value]) => line[name] === value)));

describe('the log at level info', () => {
  it('should have one line for each tracking call, change and attempt', async () => {
    const account = await pitlane().account();
    await account.callback({ url: await account.receiver('log-lines') });
    const offer = await account.offer();
    const { clickId } = await account.click(offer, MEMBER);
    const { conversionId } = await account.convert(clickId);
    await account.awaited('status=Sent');
    const id = 'named-by-the-caller';
    await request(`${account.url}/api/v1/offer-wall/offer-link-redirect`, { headers: { 'x-request-id': id } });

    const click = await lineOf('call.answered', { clickId, kind: 'click' });
    expect(click).toMatchObject({
      level: 30,
      edge: 'gokart_click',
      method: 'GET',
      route: '/api/v1/offer-wall/offer-link-redirect',
      result: 'accepted',
      status: 302,
      offerId: offer.id,
      accountId: expect.any(String) as string,
      requestId: expect.any(String) as string,
      durationMs: expect.any(Number) as number,
    });
    expect(await lineOf('call.answered', { conversionId })).toMatchObject({
      edge: 'gokart_postback',
      route: '/api/v1/:s1/:s2/:s3',
      result: 'recorded',
      status: 200,
      clickId,
    });
    expect(await lineOf('call.answered', { requestId: id })).toMatchObject({
      result: 'parameter_missing',
      status: 400,
    });
    expect(await lineOf('delivery.attempted', { conversionId })).toMatchObject({
      attempt: 1,
      verdict: 'sent',
      status: 200,
    });
    expect(await lineOf('change.answered', { route: '/admin/v1/offers', account: account.slug })).toMatchObject({
      edge: 'admin',
      method: 'POST',
      status: 201,
    });
    expect(
      lines('call.answered').filter((line) => line['clickId'] === clickId && line['kind'] === 'click'),
    ).toHaveLength(1);
    expect(lines('change.answered').filter(({ method }) => method === 'GET')).toEqual([]);
  });

  it('should hold no secret', async () => {
    const account = await pitlane().account();
    const { rejectionPath } = await account.api.get<{ rejectionPath: string }>('/account');
    await account.callback({
      url: await account.receiver('log-secrets'),
      secretHeader: 'X-Own-Secret',
      secretValue: 'a-secret-that-goes-out',
    });
    const { conversionId } = await account.convertNew(await account.offer());
    await account.awaited('status=Sent');
    await request(`${account.local(rejectionPath)}?transaction_id=${conversionId}&new_rejected_reason=why`);
    await lineOf('call.answered', { kind: 'rejection', conversionId });
    const { pathname, searchParams } = new URL(account.postbackUrl);
    const paths = [...pathname.split('/').slice(3), ...new URL(rejectionPath).pathname.split('/').slice(2)];
    const secrets = [account.key, 'a-secret-that-goes-out', searchParams.get('signature') ?? '', ...paths].filter(
      (secret) => secret.length > 7,
    );
    expect(secrets.length).toBeGreaterThan(5);
    const logged = pitlane()
      .output.split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n');
    expect(logged).toContain(conversionId);
    expect(secrets.filter((secret) => logged.includes(secret))).toEqual([]);
  });
});

describe('the id of a request', () => {
  const call = (path: string, headers: Record<string, string> = {}): ReturnType<typeof request> =>
    request(`${pitlane().url}${path}`, { headers });

  it('should be on answers of the admin REST and on every error, and in problem details', async () => {
    const authorization = `ApiToken ${pitlane().adminKey}`;
    const well = await call('/admin/v1/offers', { authorization });
    expect([well.status, well.headers.get('x-request-id')]).toEqual([200, expect.stringMatching(/^[0-9a-f]{12}-\w+$/)]);
    const named = await call('/admin/v1/offers/1', { authorization, 'x-request-id': 'my-call-1' });
    expect(named.headers.get('x-request-id')).toBe('my-call-1');
    expect(named.json).toMatchObject({ status: 404, requestId: 'my-call-1', instance: '/admin/v1/offers/1' });
    const nobody = await call('/admin/v1/offers');
    expect(nobody.json).toMatchObject({ status: 401, requestId: nobody.headers.get('x-request-id') });
    const refused = await call('/r/nobody?transaction_id=1', { 'x-request-id': 'my-call-2' });
    expect([refused.status, refused.headers.get('x-request-id')]).toEqual([404, 'my-call-2']);
  });

  it('should be made anew where the caller names none that is sane', async () => {
    const { headers } = await call('/nothing/here', { 'x-request-id': 'x'.repeat(129) });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-\w+$/);
  });
});
