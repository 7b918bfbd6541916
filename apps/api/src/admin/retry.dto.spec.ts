import { toRetryColumns, toRetryView } from './retry.dto';

describe(toRetryColumns.name, () => {
  it.each([
    [{}, { retryProfile: 'gokart', retryWaitsMs: null }],
    [{ profile: 'reliable' as const }, { retryProfile: 'reliable', retryWaitsMs: null }],
    [{ waits: [] }, { retryProfile: 'gokart', retryWaitsMs: [] }],
    [{ waits: ['30s', '1.5m', '250'] }, { retryProfile: 'gokart', retryWaitsMs: ['30000', '90000', '250'] }],
    [
      { profile: 'integr8' as const, waits: null },
      { retryProfile: 'integr8', retryWaitsMs: null },
    ],
  ])('should keep %j', (given, kept) => {
    expect(toRetryColumns(given)).toEqual(kept);
  });

  it.each([
    [['soon'], 'retry.waits.0'],
    [['1s', '-1s'], 'retry.waits.1'],
    [['8d'], 'retry.waits'],
  ])('should refuse %j by its field', (waits, field) => {
    expect(() => toRetryColumns({ waits })).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field })] }) as Error,
    );
  });
});

describe(toRetryView.name, () => {
  it('should show own waits as they can be sent again', () => {
    const columns = toRetryColumns({ profile: 'reliable', waits: ['60s', '90m', '1500ms', '0', '7d'] });
    expect(toRetryView(columns)).toEqual({ profile: 'reliable', waits: ['1m', '90m', '1500ms', '0ms', '7d'] });
    expect(toRetryColumns(toRetryView(columns))).toEqual(columns);
  });

  it('should tell the ladder of a profile from an own list', () => {
    expect(toRetryView({ retryProfile: 'gokart', retryWaitsMs: null }).waits).toBeNull();
  });
});
