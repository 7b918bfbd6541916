import { Database } from '@app/store';
import { anId, Given, testDatabase, type CallAdmin, type GivenClick } from '@app/testing';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const { as, url } = testApi(db);

describe('event reports', () => {
  let click: GivenClick;
  let later: GivenClick;
  let partnerId: string;
  let call: CallAdmin;

  const idsOf = async (path: string): Promise<unknown[]> => {
    const { status, body } = await call('GET', path);
    expect([path, status]).toEqual([path, 200]);
    return body.items.map(({ id }) => id);
  };

  beforeAll(async () => {
    const account = await given.account();
    const partner = await given.partner({ account });
    partnerId = partner.id;
    const offer = await given.offer({ account, name: 'Climb' });
    click = await given.click({ offer, partner, pubMemberId: 'ann', createdAt: new Date('2026-11-21T01:00:00Z') });
    later = await given.click({
      offer: await given.offer({ account }),
      pubMemberId: 'bob',
      createdAt: new Date('2026-11-21T03:00:00Z'),
    });
    await given.click();
    await db.rows(
      `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace, offer_id, click_id, created_at)
       VALUES ($1, $2, 'conversion', 'GET', '/track?signature=***', '198.51.100.1', '{"gk_click_id":"x"}', 422, 1.5, 'event_unknown',
               '[{"row":4,"rule":"event is known","result":"failed"}]', $3, $4, '2026-11-21T02:00:00Z')`,
      [anId(), account.id, offer.id, click.id],
    );
    await db.rows(
      `INSERT INTO history_logs (id, account_id, level, message, offer_id, click_id, pub_member_id, created_at)
       VALUES ($1, $2, 'warning', 'User has already completed the event', $3, $4, 'ann', '2026-11-21T02:00:00Z')`,
      [anId(), account.id, offer.id, click.id],
    );
    await db.rows(
      `INSERT INTO views (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
       VALUES ($1, $2, $3, 'ann', '{"pub_age":"30"}', '198.51.100.1', '/x', '2026-11-21T00:30:00Z')`,
      [anId(), account.id, offer.id],
    );
    call = as(account);
  });

  it('should list clicks of the account, newest first, and narrow them', async () => {
    expect(await idsOf('/clicks')).toEqual([later.id, click.id]);
    const narrowed = [
      `offerId=${click.offerId}`,
      `partnerId=${partnerId}`,
      'pubMemberId=ann',
      `clickId=${click.id}`,
      'to=2026-11-21T02:00:00Z',
    ];
    for (const filter of narrowed) expect([filter, await idsOf(`/clicks?${filter}`)]).toEqual([filter, [click.id]]);
    expect((await call('GET', '/clicks?pubMemberId=ann')).body.items[0]).toMatchObject({
      offerName: 'Climb',
      partnerId,
      createdAt: '2026-11-21T01:00:00.000Z',
    });
  });

  it('should list views with what came along', async () => {
    expect((await call('GET', '/views?pubMemberId=ann')).body.items).toMatchObject([
      { offerName: 'Climb', parameters: { pub_age: '30' } },
    ]);
    expect(await idsOf('/views?from=2026-11-21T01:00:00Z')).toEqual([]);
  });

  it('should list inbound calls of every kind, accepted clicks among them, each with its trace', async () => {
    const { body } = await call('GET', '/request-logs');
    expect(body.items).toMatchObject([
      {
        kind: 'click',
        clickId: later.id,
        httpStatus: 302,
        result: 'accepted',
        latencyMs: null,
        parameters: { pub_member_id: 'bob' },
      },
      {
        kind: 'conversion',
        httpStatus: 422,
        result: 'event_unknown',
        latencyMs: 1.5,
        trace: [{ row: 4, rule: 'event is known', result: 'failed' }],
      },
      { kind: 'click', clickId: click.id },
    ]);
    for (const filter of ['kind=conversion', 'result=event_unknown', 'httpStatus=422', 'kind=conversion,view']) {
      expect([filter, (await idsOf(`/request-logs?${filter}`)).length]).toEqual([filter, 1]);
    }
    expect((await idsOf(`/request-logs?clickId=${click.id}`)).length).toBe(2);
    expect((await idsOf(`/request-logs?partnerId=${partnerId}`)).length).toBe(2);
    expect(await idsOf('/request-logs?pubMemberId=ann')).toEqual([click.id]);
  });

  it('should list what people should know', async () => {
    const { body } = await call('GET', `/history-logs?level=warning&partnerId=${partnerId}`);
    expect(body.items).toMatchObject([
      { level: 'warning', message: 'User has already completed the event', clickId: click.id, pubMemberId: 'ann' },
    ]);
    expect(await idsOf('/history-logs?level=info')).toEqual([]);
  });

  it.each(['clicks', 'views', 'request-logs', 'history-logs'])('should export %s as CSV', async (list) => {
    const response = await fetch(`${url()}/admin/v1/${list}?format=csv`, {
      headers: { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': click.offer.account.slug },
    });
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${list}.csv"`);
    expect((await response.text()).split('\n')[0]).toMatch(/^id,createdAt,/);
  });
});
