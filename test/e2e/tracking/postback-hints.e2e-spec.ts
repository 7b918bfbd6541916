import type { Account } from '../support/account';
import type { Offer } from '../support/answers';
import { testPitlane } from '../support/pitlane';

interface Logged {
  httpStatus: number;
  trace: { row: number; result: string; hint?: string }[];
}

const pitlane = testPitlane();
let account: Account;
let single: Offer;
let multi: Offer;

beforeAll(async () => {
  account = await pitlane().account();
  single = await account.offer();
  multi = await account.multiEventOffer(['install'], { name: 'Dragon' });
});

/** What the log keeps of the call, where it has something to say. */
async function loggedOf(parameters: Readonly<Record<string, string>>): Promise<unknown> {
  await account.postbackCall(parameters);
  const [{ httpStatus, trace }] = (await account.api.list<Logged>('/request-logs?kind=conversion')) as [Logged];
  return { httpStatus, hints: trace.filter(({ hint }) => hint !== undefined) };
}

describe('the log of a conversion postback (G3.7)', () => {
  it('should say what a click id under another name was meant to be', async () => {
    const { clickId } = await account.click(single);
    expect(await loggedOf({ gkclickid: clickId })).toEqual({
      httpStatus: 400,
      hints: [
        {
          row: 2,
          rule: 'gk_click_id is a UUID',
          result: 'failed',
          hint: 'gkclickid is not read: send the click id as gk_click_id.',
        },
      ],
    });
  });

  it('should say that a macro was not replaced', async () => {
    expect(await loggedOf({ gk_click_id: '{aff_click_id}' })).toMatchObject({
      httpStatus: 400,
      hints: [{ row: 2, hint: 'gk_click_id holds a macro that nobody replaced by its value.' }],
    });
  });

  it('should say that event_id alone is not read, also where no event is needed (G10.4)', async () => {
    const hint = 'event_id is not read: send the Event ID as cnv_event_id.';
    const { clickId } = await account.click(multi);
    expect(await loggedOf({ gk_click_id: clickId, event_id: 'install' })).toMatchObject({
      httpStatus: 400,
      hints: [{ row: 4, result: 'failed', hint }],
    });
    const other = await account.click(single);
    expect(await loggedOf({ gk_click_id: other.clickId, event_id: 'install' })).toMatchObject({
      httpStatus: 200,
      hints: [{ row: 4, result: 'passed', hint }],
    });
  });

  it('should have nothing to say about a right one', async () => {
    const { clickId } = await account.click(multi);
    expect(await loggedOf({ gk_click_id: clickId, cnv_event_id: 'install', event_id: 'x' })).toEqual({
      httpStatus: 200,
      hints: [],
    });
  });
});
