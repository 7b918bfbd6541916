import { aClick, anId } from '@app/testing';
import { REFUSALS, type RefusalCode } from '../errors';
import { judgeCompletedAt, readUploadRow, uploadRefusal, type UploadRow } from './upload-row';

const COLUMNS = new Map(['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'].map((name, at) => [name, at]));
const ID = anId();
const AT = '2026-11-21 06:30:00';
const read = (...cells: string[]): ReturnType<typeof readUploadRow> => readUploadRow(cells, COLUMNS);

/** The row above with other values. */
const row = (eventId: string | null, revenue: string, reward: string): UploadRow => ({
  clickId: ID,
  eventId,
  values: { completedAt: new Date('2026-11-21T06:30:00.000Z'), revenue, reward },
});

describe(readUploadRow.name, () => {
  it.each([
    [[ID, 'level-5', AT, '9.99', '1500'], row('level-5', '9.99', '1500')],
    [[ID.toUpperCase(), '', AT, '0', '0.000001'], row(null, '0', '0.000001')],
    [[` ${ID} `, ' Level 5 ', ` ${AT} `, ' 9.90 ', '1.0', 'more'], row('Level 5', '9.9', '1')],
    [[ID, '', AT, '1.1000000000000001', '0.30000000000000004'], row(null, '1.1', '0.3')],
    [[ID, '', AT, '1E+2', '1.0000000000000001E-5'], row(null, '100', '0.00001')],
    [[ID, '', AT, '1234567.8899999999', '123456789012.123456'], row(null, '1234567.89', '123456789012.123456')],
  ])('should read %j', (cells, expected) => {
    expect(read(...cells)).toEqual({ kind: 'valid', row: expected });
  });

  it.each([
    ['ClickId', ['', 'e', AT, '1', '1']],
    ['ClickId', ['click-1', 'e', AT, '1', '1']],
    ['ClickId', []],
    ['EventID', [ID, 'e\0', AT, '1', '1']],
    ['EventID', [ID, 'e'.repeat(2_049), AT, '1', '1']],
    ['UserCompletedAt', [ID, 'e', '', '1', '1']],
    ['UserCompletedAt', [ID, 'e', '21.11.2026', '1', '1']],
    ['Revenue', [ID, 'e', AT, '', '1']],
    ['Revenue', [ID, 'e', AT, '-1', '1']],
    ['Revenue', [ID, 'e', AT, '1.1234567', '1']],
    ['Revenue', [ID, 'e', AT, '1E-7', '1']],
    ['Revenue', [ID, 'e', AT, '1234567890123', '1']],
    ['Revenue', [ID, 'e', AT, '1E30', '1']],
    ['Revenue', [ID, 'e', AT, 'NaN', '1']],
    ['Reward', [ID, 'e', AT, '1', '$5']],
    ['Reward', [ID, 'e', AT, '1', '9,99']],
    ['Reward', [ID, 'e', AT, '1']],
  ])('should name %s as wrong in %j', (column, cells) => {
    expect(read(...cells)).toEqual({ kind: 'invalid', reason: expect.stringContaining(column) as string });
  });
});

describe(judgeCompletedAt.name, () => {
  const click = aClick({ createdAt: new Date('2026-11-21T06:30:00.500Z') });
  const now = new Date('2026-11-21T07:00:00.000Z');
  it.each([
    ['2026-11-21T07:00:00.001Z', 'UserCompletedAt is in the future.'],
    ['2026-11-21T07:00:00.000Z', null],
    ['2026-11-21T06:30:00.500Z', null],
    ['2026-11-21T06:30:00.000Z', null],
    ['2026-11-21T06:29:59.999Z', 'UserCompletedAt is before the click.'],
  ])('should say of %s: %s', (at, expected) => {
    expect(judgeCompletedAt(click, new Date(at), now)).toBe(expected);
  });
});

describe(uploadRefusal.name, () => {
  it.each<[RefusalCode, string]>([
    ['click_unknown', 'ClickId'],
    ['offer_unknown', 'offer'],
    ['event_id_missing', 'EventID'],
    ['event_unknown', 'EventID'],
  ])('should say for %s what is wrong with the %s', (code, word) => {
    expect(uploadRefusal(code)).toContain(word);
  });

  it('should have a sentence for every refusal', () => {
    for (const code of Object.keys(REFUSALS) as RefusalCode[]) expect(uploadRefusal(code)).toMatch(/\.$/);
  });
});
