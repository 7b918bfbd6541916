import type { DecisionStep } from './decide-conversion';
import { withHints } from './postback-hints';

const ID = '019a8f3e-9999-7b10-9d35-0242ac120002';
const steps = (...rows: number[]): DecisionStep[] => rows.map((row) => ({ row, rule: `row ${row}`, result: 'failed' }));
const hintsOf = (sent: Record<string, string>, ...rows: number[]): (string | undefined)[] =>
  withHints(steps(...rows), sent).map(({ hint }) => hint);

describe(withHints.name, () => {
  it.each<[Record<string, string>, number, string]>([
    [{ gkclickid: ID }, 2, 'gkclickid is not read: send the click id as gk_click_id.'],
    [{ GK_CLICK_ID: ID }, 2, 'GK_CLICK_ID is not read: send the click id as gk_click_id.'],
    [{ clickid: ID }, 2, 'clickid is not read: send the click id as gk_click_id.'],
    [{ aff_click_id: ID }, 2, 'aff_click_id is not read: send the click id as gk_click_id.'],
    [{ SubId1: ID, gk_click_id: '' }, 2, 'SubId1 is not read: send the click id as gk_click_id.'],
    [{ c1: ID }, 2, 'c1 is not read: send the click id as gk_click_id.'],
    [{ gk_click_id: ' ' }, 2, 'gk_click_id is empty: the macro for it had no value.'],
    [{ gk_click_id: '{sub1}' }, 2, 'gk_click_id holds a macro that nobody replaced by its value.'],
    [{ gk_click_id: '[click id]' }, 2, 'gk_click_id holds a macro that nobody replaced by its value.'],
    [{ gk_click_id: '#clickid#' }, 2, 'gk_click_id holds a macro that nobody replaced by its value.'],
    [{ gk_click_id: '${CLICK}' }, 2, 'gk_click_id holds a macro that nobody replaced by its value.'],
    [{ event_id: 'install' }, 4, 'event_id is not read: send the Event ID as cnv_event_id.'],
    [{ event_id: 'install', cnv_event_id: '' }, 4, 'event_id is not read: send the Event ID as cnv_event_id.'],
    [{ cnv_event_id: '{goal_name}' }, 4, 'cnv_event_id holds a macro that nobody replaced by its value.'],
    [{ cnv_amount: '(amount)' }, 11, 'cnv_amount holds a macro that nobody replaced by its value.'],
  ])('should tell of %j at row %i: %s', (sent, row, hint) => {
    expect(hintsOf(sent, row)).toEqual([hint]);
  });

  it.each<[Record<string, string>]>([
    [{}],
    [{ gk_click_id: ID, cnv_event_id: 'install', cnv_amount: '9.99' }],
    [{ gk_click_id: ID, clickid: 'x', cnv_event_id: 'install', event_id: 'x' }],
    [{ gk_click_id: 'not a uuid', cnv_event_id: 'Reach {level} 5', cnv_amount: 'x' }],
    [{ sub1: ID, my_click_id_of_old: ID, constructor: ID }],
  ])('should have nothing to say about %j', (sent) => {
    expect(withHints(steps(1, 2, 3, 4, 11), sent)).toEqual(steps(1, 2, 3, 4, 11));
  });

  it('should know a macro in percent signs', () => {
    expect(hintsOf({ gk_click_id: '%clickid%' }, 2)).toEqual([
      'gk_click_id holds a macro that nobody replaced by its value.',
    ]);
  });

  it('should speak of no rule that was not reached', () => {
    expect(hintsOf({ clickid: ID, event_id: 'install' }, 1, 2)).toEqual([
      undefined,
      'clickid is not read: send the click id as gk_click_id.',
    ]);
  });
});
