import { cellsOf, readHeader, type ImportKind } from './import-columns';

const UPLOAD = ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'];

describe(readHeader.name, () => {
  it.each<[ImportKind, string[], Record<string, number>]>([
    ['upload', UPLOAD, { ClickId: 0, EventID: 1, UserCompletedAt: 2, Revenue: 3, Reward: 4 }],
    [
      'upload',
      ['reward', 'Note', 'REVENUE', ' usercompletedat ', 'eventid', 'clickid', 'Note'],
      { ClickId: 5, EventID: 4, UserCompletedAt: 3, Revenue: 2, Reward: 0 },
    ],
    ['status-update', ['gk_click_id', 'Status'], { gk_click_id: 0, Status: 1 }],
    [
      'status-update',
      ['EVENTID', 'STATUS', 'ID', 'GK_CLICK_ID', 'rejectionreason', 'ClickId'],
      { gk_click_id: 3, Status: 1, EventId: 0, RejectionReason: 4 },
    ],
  ])('should find, for %s in %j, the columns %j (G10.27)', (kind, cells, positions) => {
    const header = readHeader(kind, cells);
    expect(header.kind === 'read' ? Object.fromEntries(header.positions) : header).toEqual(positions);
  });

  it.each<[ImportKind, string[], string[]]>([
    ...UPLOAD.map((name): [ImportKind, string[], string[]] => [
      'upload',
      UPLOAD.filter((each) => each !== name),
      [name],
    ]),
    ['upload', [...UPLOAD, 'revenue'], ['Revenue']],
    ['upload', ['gk_click_id', 'Status'], UPLOAD],
    ['upload', [], UPLOAD],
    ['status-update', ['gk_click_id'], ['Status']],
    ['status-update', ['Status', 'EventId'], ['gk_click_id']],
    ['status-update', ['gk_click_id', 'Status', 'EventId', 'EventID'], ['EventId']],
    ['status-update', ['gk_click_id', 'Status', 'RejectionReason', 'rejectionreason'], ['RejectionReason']],
  ])('should name, for %s in %j, what is wrong: %j', (kind, cells, wrong) => {
    const header = readHeader(kind, cells);
    expect(header.kind === 'wrong' ? header.problems.map(({ column }) => column) : header).toEqual(wrong);
    for (const [index, column] of wrong.entries()) {
      expect(header.kind === 'wrong' && header.problems[index]?.message).toContain(column);
    }
  });
});

describe(cellsOf.name, () => {
  it('should take a cell by the name of its column, trimmed, and what is not there as empty', () => {
    const cell = cellsOf(
      [' a ', 'b'],
      new Map([
        ['First', 0],
        ['Beyond', 2],
      ]),
    );
    expect([cell('First'), cell('Beyond'), cell('Unknown')]).toEqual(['a', '', '']);
  });
});
