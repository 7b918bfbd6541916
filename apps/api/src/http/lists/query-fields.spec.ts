import { plainToInstance } from 'class-transformer';
import { IsOptional, validateSync } from 'class-validator';
import 'reflect-metadata';
import { IsAnyOf, IsDuration, IsId, IsInstant, IsPlainText } from './query-fields';

class Query {
  @IsOptional() @IsId() id?: string;
  @IsOptional() @IsPlainText(5) text?: string;
  @IsOptional() @IsInstant() at?: Date;
  @IsOptional() @IsAnyOf(['Sent', 'Failed']) status?: string[];
  @IsOptional() @IsDuration({ least: 1, most: 60_000 }) wait?: number;
}

const ID = '019a8f3e-7c21-7b10-9d35-0242ac120002';

function read(query: object): { value: Query; wrong: string[] } {
  const value = plainToInstance(Query, query);
  return { value, wrong: validateSync(value).map(({ property }) => property) };
}

describe('query fields', () => {
  it.each([
    [{ id: ID.toUpperCase() }, { id: ID }],
    [{ text: 'abcde' }, { text: 'abcde' }],
    [{ at: '2026-11-21T06:30:00.000Z' }, { at: new Date('2026-11-21T06:30:00.000Z') }],
    [{ at: '2026-11-21T08:30+02:00' }, { at: new Date('2026-11-21T06:30:00.000Z') }],
    [{ at: '2026-11-21' }, { at: new Date('2026-11-21T00:00:00.000Z') }],
    [{ status: 'Sent' }, { status: ['Sent'] }],
    [{ status: 'Sent, Failed' }, { status: ['Sent', 'Failed'] }],
    [{ status: ['Sent', 'Failed'] }, { status: ['Sent', 'Failed'] }],
    [{ wait: '2s' }, { wait: 2_000 }],
    [{ wait: 250 }, { wait: 250 }],
    [{ id: '', text: '', at: '', status: '' }, {}],
  ])('should read %j', (query, expected) => {
    const { value, wrong } = read(query);
    expect(wrong).toEqual([]);
    expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it.each([
    [{ id: 'abc' }, 'id'],
    [{ id: [ID] }, 'id'],
    [{ text: 'abcdef' }, 'text'],
    [{ text: { deep: 1 } }, 'text'],
    [{ at: 'yesterday' }, 'at'],
    [{ at: '2026-11-21T06:30:00' }, 'at'],
    [{ at: '2026-13-41' }, 'at'],
    [{ at: '2026-02-30' }, 'at'],
    [{ at: '2026-02-29T06:30:00Z' }, 'at'],
    [{ at: 0 }, 'at'],
    [{ status: 'Lost' }, 'status'],
    [{ status: 'Sent,' }, 'status'],
    [{ wait: 0 }, 'wait'],
    [{ wait: '-1s' }, 'wait'],
    [{ wait: '2m' }, 'wait'],
    [{ wait: 1.5 }, 'wait'],
    [{ wait: {} }, 'wait'],
  ])('should refuse %j', (query, field) => {
    expect(read(query).wrong).toEqual([field]);
  });
});
