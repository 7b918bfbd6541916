import { readWallQuery, type WallQuery } from './wall-query';

const ID = '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60';

function read(values: Record<string, string>): WallQuery {
  const answer = readWallQuery(values);
  if (answer.kind === 'refused') throw new Error(`${answer.parameter}: ${answer.message}`);
  return answer.query;
}

describe(readWallQuery.name, () => {
  it.each([[{}], [{ page: '', page_size: ' ', orderby: '', 'filter.Progress': '', fields: '' }]])(
    'should have a default for everything that %j leaves out',
    (values) => {
      expect(read(values)).toEqual({
        listing: {
          filters: { categoryId: null, categoryName: null, isFeatured: null, search: null },
          order: { by: 'epc', ascending: false },
          page: 0,
          pageSize: 10,
        },
        audience: {
          ...{ age: null, gender: null, country: null, state: null, postalCode: null, device: null, placement: null },
        },
        progress: null,
        withEpc: false,
      });
    },
  );

  it('should read what is given', () => {
    const query = read({
      ...{ page: '3', page_size: '100', orderby: 'name', order_asc: 'true', fields: 'x, epc' },
      ...{ 'filter.categoryId': ID.toUpperCase(), 'filter.categoryName': 'Games', 'filter.placementId': ID },
      ...{ 'filter.isFeatured': 'false', 'filter.search': 'boost', pub_age: '30', pub_geo_country: 'USA' },
    });
    expect(query).toEqual({
      listing: {
        filters: { categoryId: ID, categoryName: 'Games', isFeatured: false, search: 'boost' },
        order: { by: 'name', ascending: true },
        page: 3,
        pageSize: 100,
      },
      audience: {
        ...{ age: '30', gender: null, country: 'USA', state: null, postalCode: null, device: null, placement: ID },
      },
      progress: null,
      withEpc: true,
    });
  });

  it.each([
    ['InProgress', 'InProgress'],
    ['In Progress', 'InProgress'],
    ['Completed', 'Completed'],
  ])('should take the progress %j as %s (G10.8)', (text, progress) => {
    expect(read({ 'filter.Progress': text }).progress).toBe(progress);
  });

  it.each(['filter.webDeviceType', 'filter.created_from', 'filter.constructor'])(
    'should take no notice of %s',
    (name) => {
      expect(read({ [name]: 'IOS' })).toEqual(read({}));
    },
  );

  it.each([
    ['page', '-1'],
    ['page', '1.5'],
    ['page', 'one'],
    ['page', '99999999999999999999'],
    ['page_size', '0'],
    ['page_size', '101'],
    ['orderby', 'launch'],
    ['orderby', 'constructor'],
    ['order_asc', 'yes'],
    ['filter.categoryId', 'games'],
    ['filter.placementId', 'home feed'],
    ['filter.isFeatured', '1'],
    ['filter.Progress', 'Begun'],
  ])('should refuse %s=%j by its name', (name, value) => {
    expect(readWallQuery({ [name]: value })).toEqual({
      kind: 'refused',
      parameter: name,
      message: expect.stringMatching(/^must be /) as string,
    });
  });
});
