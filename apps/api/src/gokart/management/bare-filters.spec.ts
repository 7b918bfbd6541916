import { withBareNames } from './bare-filters.interceptor';

describe(withBareNames.name, () => {
  it.each([
    [
      { 'filter.search': 'boost', page: '1' },
      { search: 'boost', page: '1' },
    ],
    [{ search: 'boost' }, { search: 'boost' }],
    [{ search: 'bare', 'filter.search': 'prefixed' }, { search: 'bare' }],
    [{ 'filter.search': 'prefixed', search: 'bare' }, { search: 'bare' }],
    [{ 'Filter.search': 'x' }, { 'Filter.search': 'x' }],
    [{ 'filter.__proto__': 'x' }, JSON.parse('{"__proto__":"x"}') as object],
  ])('should read %j as %j (G10.12)', (query, read) => {
    expect(Object.entries(withBareNames(query) as object)).toEqual(Object.entries(read));
  });
});
