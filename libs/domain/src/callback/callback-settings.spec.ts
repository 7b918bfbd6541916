import { callbackUrlProblem } from './callback-settings';

describe(callbackUrlProblem.name, () => {
  it.each(['http://localhost:3000/callback', 'https://r.example/{not-a-macro}'])('should accept %s', (url) => {
    expect(callbackUrlProblem(url)).toBeNull();
  });

  it('should take 500 characters and no more', () => {
    expect(callbackUrlProblem('https://r.example/callback?'.padEnd(500, 'x'))).toBeNull();
    expect(callbackUrlProblem('https://r.example/callback?'.padEnd(501, 'x'))).toContain('longer than 500 characters');
  });

  it.each([
    ['ftp://r.example/', 'http://'],
    ['r.example/callback', 'http://'],
    ['https://u:p@r.example/', 'credentials'],
    ['https://r.example/a b', 'space'],
    ['', 'http://'],
  ])('should refuse %j: %s', (url, words) => {
    expect(callbackUrlProblem(url)).toContain(words);
  });
});
