import { countProblem, textProblem } from './text-problem';

const NEVER_TOO_LONG = Number.POSITIVE_INFINITY;
const fields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${String(index)}`, index]));

describe(textProblem.name, () => {
  it.each([[null], [undefined], [5], ['plain'], [{ name: 'Zoë 😀', list: ['a', { b: null }] }], [Buffer.from('\0')]])(
    'should find nothing wrong with %j',
    (request) => {
      expect(textProblem(request, NEVER_TOO_LONG)).toBeNull();
    },
  );

  it.each([
    ['\0', ''],
    [{ name: 'a\0b' }, 'name'],
    [{ events: [{ name: 'ok' }, { name: 'half \ud800' }] }, 'events.1.name'],
    [Object.assign(Object.create(Object.create(null) as object) as object, { search: '\0' }), 'search'],
  ])('should name where %j can not be stored', (request, field) => {
    expect(textProblem(request, NEVER_TOO_LONG)).toMatchObject({ field });
  });

  it('should name a value that is too long', () => {
    expect(textProblem({ search: 'xxxx' }, 4)).toBeNull();
    expect(textProblem({ search: 'xxxxx' }, 4)).toMatchObject({ field: 'search' });
  });

  it('should refuse nesting that is deeper than the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(textProblem({ deep }, NEVER_TOO_LONG)).toMatchObject({
      message: expect.stringContaining('levels') as unknown,
    });
  });
});

describe(countProblem.name, () => {
  it.each([
    [{ member: fields(500) }, null],
    [{ member: fields(501) }, 'member'],
    [{ many: Array.from({ length: 501 }, () => 'x') }, null],
    [{ list: Array.from({ length: 19 }, () => fields(500)) }, null],
    [{ list: Array.from({ length: 20 }, () => fields(500)) }, expect.stringMatching(/^list\.\d$/)],
  ])('should refuse more fields than any request has', (request, field) => {
    const problem = countProblem(request);
    expect(problem === null ? null : problem.field).toEqual(field);
  });
});
