import type { Account } from '../support/account';
import type { Conversion, LoggedCall, Offer } from '../support/answers';
import { CommandLine } from '../support/command-line';
import { testPitlane } from '../support/pitlane';

interface Triggered {
  conversion: { id: string; clickId: string; status: string };
  result: string;
  trace: { rule: string; result: string }[];
  deliveries: { id: string; kind: string; status: string }[];
}

const pitlane = testPitlane();
let account: Account;
let offer: Offer;
let game: Offer;
let cli: CommandLine;

beforeEach(async () => {
  account = await pitlane().account();
  offer = await account.offer({ name: 'Boost Card' });
  game = await account.multiEventOffer(['install', 'level_5'], { name: 'Racing Legends' });
  cli = new CommandLine({ PITLANE_URL: pitlane().url, PITLANE_ADMIN_KEY: account.key });
});

const clicks = (): Promise<{ id: string; pubMemberId: string; partnerId: string | null }[]> =>
  account.api.list('/clicks');

describe('pitlane trigger click', () => {
  it("should click the offer wall's link, and a partner's, by names or ids that are there", async () => {
    const made = await cli.json<{ clickId: string }>('trigger', 'click', '--offer', 'boost', '--member', 'ann');
    expect(await clicks()).toMatchObject([{ id: made.clickId, pubMemberId: 'ann', partnerId: null }]);
    const partner = await account.partner();
    await account.link(partner, offer);
    const args = ['--offer', offer.id, '--partner', partner.name, '--member', 'bob', '--param', 'pub_sub_1=a b'];
    const second = await cli.json<{ clickId: string }>('trigger', 'click', ...args);
    const [click] = await clicks();
    expect(click).toMatchObject({ id: second.clickId, partnerId: partner.id, parameters: { pub_sub_1: 'a b' } });
  });

  it('should find the click where the link of the offer does not hand its id on', async () => {
    await account.offer({ name: 'Blind', link: 'https://advertiser.example/land' });
    const { clickId } = await cli.json<{ clickId: string }>('trigger', 'click', '--offer', 'Blind');
    expect(await clicks()).toMatchObject([{ id: clickId }]);
  });

  it('should refuse what is not there, with what is', async () => {
    const partner = await account.partner();
    await account.link(partner, game);
    const refusals = [
      [['--offer', 'Bost Card'], 'There is no offer “Bost Card”. Did you mean “Boost Card”?'],
      [['--offer', '0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11'], 'There is no offer “0198c2f4'],
      [
        ['--offer', 'Boost Card', '--partner', 'Brightwheel'],
        'Brightwheels has no link to Boost Card. There is “Racing Legends”.',
      ],
      [['--offer', 'Boost Card', '--partner', 'nobody'], 'There is no partner “nobody”. There is “Brightwheels”.'],
    ] as const;
    for (const [args, said] of refusals) {
      const { code, out, err } = await cli.run('trigger', 'click', ...args);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(said);
    }
    expect(await clicks()).toEqual([]);
  });

  it('should tell why the platform refused it', async () => {
    await account.api.post(`/offers/${offer.id}/pause`);
    const { code, err } = await cli.run('trigger', 'click', '--offer', offer.id);
    expect([code, err]).toEqual([1, 'The click was refused: 410 The offer is not active.\n']);
  });
});

describe('pitlane trigger conversion', () => {
  it('should make a click and convert it by the public calls, and show the decision and its deliveries', async () => {
    await account.callback({ url: await account.receiver('callback') });
    const args = ['--offer', 'Racing Legends', '--event', 'install', '--amount', '1.5', '--advertiser-id', 'adv-1'];
    const made = await cli.json<Triggered>('trigger', 'conversion', ...args);
    expect(made).toMatchObject({ conversion: { status: 'Success' }, result: 'recorded' });
    expect(made.trace.map(({ rule }) => rule)).toContain('gk_click_id is a UUID');
    const { deliveries, clickId } = await account.conversion(made.conversion.id);
    expect(made.deliveries.map(({ id }) => id)).toEqual(deliveries.map(({ id }) => id));
    const [call] = await account.api.list<LoggedCall>(`/request-logs?kind=conversion&clickId=${clickId}`);
    expect(call?.parameters).toMatchObject({ cnv_event_id: 'install', cnv_amount: '1.5', cnv_conversion_id: 'adv-1' });
  });

  it('should use a click that is there, again and again', async () => {
    const { clickId } = await account.click(offer);
    const first = await cli.json<Triggered>('trigger', 'conversion', '--click', clickId);
    const again = await cli.run('trigger', 'conversion', '--click', clickId);
    expect(again.out).toContain(`already-completed: conversion ${first.conversion.id} of click ${clickId} is Success`);
    expect(again.out).toMatch(/✗ 6\. event is not completed yet/);
    expect(again.err).toContain(`pitlane wait delivery --conversion ${first.conversion.id}`);
    const tally = await cli.json('trigger', 'conversion', '--click', clickId, '--times', '3');
    expect(tally).toMatchObject({ times: 3, taken: 3, refused: 0, results: { Success: 3 } });
    expect(await account.api.list('/conversions')).toHaveLength(1);
  });

  it('should refuse what does not go together or is not known, before it calls anybody', async () => {
    const { clickId } = await account.click(offer);
    const refusals = [
      [['--click', clickId, '--member', 'ann'], 2, '--member does not go with --click'],
      [['--click', clickId, '--event', 'install'], 1, 'Boost Card has no events: leave --event out.'],
      [['--offer', 'Racing Legends'], 1, 'say which by --event. There is “install”, “level_5”.'],
      [['--offer', 'Racing Legends', '--event', 'instal'], 1, 'Did you mean “install”?'],
      [['--click', '0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11'], 1, 'There is no click 0198c2f4'],
      [['--click', 'x'], 1, '“x” is no click id'],
      [['--times', '0'], 2, 'A number from 1'],
      [['--param', 'x'], 2, 'Write it as name=value.'],
    ] as const;
    for (const [args, status, said] of refusals) {
      const { code, out, err } = await cli.run('trigger', 'conversion', ...args);
      expect([args, code, out, err]).toEqual([args, status, '', expect.stringContaining(said) as string]);
    }
    expect(await account.api.list('/request-logs?kind=conversion')).toEqual([]);
  });

  it('should show the rule that the platform refused a call by', async () => {
    const args = ['--offer', 'Racing Legends', '--param', 'cnv_event_id=nonsense'];
    const { code, out } = await cli.run('trigger', 'conversion', ...args);
    expect(code).toBe(1);
    expect(out).toMatch(/^refused 422 The offer has no event with this cnv_event_id\.\n/);
    expect(out).toMatch(/✗ 4\. event is known: failed/);
  });

  it('should make many, each of a member of its own, and count what came of them', async () => {
    const capped = await account.offer({ name: 'Capped', dailyCap: 30 });
    const tally = await cli.json('trigger', 'conversion', '--offer', capped.id, '--times', '50');
    expect(tally).toMatchObject({
      ...{ times: 50, taken: 50, refused: 0 },
      results: { Success: 30, 'Rejected: Conversion cap is reached': 20 },
    });
    expect(new Set((await clicks()).map(({ pubMemberId }) => pubMemberId)).size).toBe(50);
  });
});

describe('pitlane trigger rejection', () => {
  it('should call the rejection endpoint, and show what it did', async () => {
    await account.callback({ url: await account.receiver('callback'), sendRejected: true });
    const { conversionId } = await account.convertNew(offer);
    const made = await cli.json<{ result: string; conversions: Conversion[] }>(
      ...['trigger', 'rejection', '--conversion', conversionId, '--reason', 'chargeback'],
    );
    expect(made).toMatchObject({
      result: 'rejected',
      conversions: [{ id: conversionId, rejectionReason: 'chargeback' }],
    });
    const again = await cli.run('trigger', 'rejection', '--conversion', conversionId, '--reason', 'fraud');
    expect(again.out).toMatch(/^rejection: reason_updated\n/);
  });

  it("should find it by the advertiser's own id, and by the click", async () => {
    const { clickId } = await account.click(offer);
    await account.convert(clickId, { cnv_conversion_id: 'adv-7' });
    expect(await cli.json('trigger', 'rejection', '--advertiser-id', 'adv-7')).toMatchObject({ result: 'rejected' });
    expect(await cli.json('trigger', 'rejection', '--click', clickId)).toMatchObject({ result: 'reason_updated' });
  });

  it('should refuse what is not there, and tell when the endpoint knew nothing of it', async () => {
    const { clickId } = await account.click(offer);
    const refusals = [
      [[], 2, 'in one way'],
      [['--conversion', 'x', '--click', clickId], 2, 'in one way'],
      [['--click', clickId], 1, `The click ${clickId} has no conversion yet.`],
      [['--conversion', '0198c2f4-7a10-7c3e-9d52-6f1a8f0b2c11'], 1, 'There is no conversion 0198c2f4'],
      [['--advertiser-id', 'nobody'], 1, 'Nothing was rejected'],
    ] as const;
    for (const [args, status, said] of refusals) {
      const { code, err } = await cli.run('trigger', 'rejection', ...args);
      expect([args, code, err]).toEqual([args, status, expect.stringContaining(said) as string]);
    }
  });
});
