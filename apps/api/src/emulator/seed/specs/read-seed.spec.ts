import Ajv from 'ajv/dist/2020';
import { nearest } from '../format/nearest';
import { SEED_SCHEMA } from '../format/seed-shapes';
import { parse } from 'yaml';
import { problemLine, readSeedBody, readSeedText } from '../seed-text';
import { FULL_SEED } from './full-seed';

const fitsSchema = new Ajv({ strict: false }).compile(SEED_SCHEMA);

/** Every problem of a text, as a line each. */
function problemsOf(text: string): string[] {
  const reading = readSeedText(text);
  return reading.kind === 'wrong' ? reading.problems.map(problemLine) : [];
}

const OFFER = 'offers: [{ name: A, link: "https://a.example/?c={gk_click_id}"';

describe(readSeedText.name, () => {
  it('should read a seed that says everything', () => {
    expect(problemsOf(FULL_SEED)).toEqual([]);
  });

  it('should tell everything that is wrong at once, in the order of the text', () => {
    const text = [
      'clock: { freezeAt: yesterday }',
      'offers:',
      '  - name: Boost Card',
      '    link: https://a.example/?c={gk_click_id}',
      '    revenu: 20',
      '    reward: -1',
      'partners:',
      '  - name: P',
      '    links: [{ offer: Boots Card }]',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      'line 1, column 20: clock.freezeAt must be an instant such as 2026-11-21T06:30:00Z',
      'line 5, column 5: offers[0].revenu is unknown. Did you mean revenue?',
      'line 6, column 13: offers[0].reward must be a number from 0, with at most 6 decimals',
      'line 9, column 22: partners[0].links[0].offer names no offer of this file: Boots Card. Did you mean Boost Card?',
    ]);
  });

  it.each([
    ['[1]', 'must be an object of named fields'],
    ['', 'must be an object of named fields'],
    ['offers: 5', 'offers must be a list'],
    ['offers: [5]', 'offers[0] must be an object of named fields'],
    ['ofers: []', 'ofers is unknown. Did you mean offers?'],
    ['name: 5', 'name must be 1 to 255 characters of text: write "5"'],
    ['random: 1.5', 'random must be a whole number from 0 to 2,147,483,647'],
    ['clock: { freezeAt: "2026-02-30T00:00:00Z" }', 'clock.freezeAt must be an instant'],
    ['clock: { freezeAt: "2026-01-01T00:00:00Z", startAt: "2026-01-01T00:00:00Z" }', 'clock.startAt stands beside'],
    ['switches: { nullMacro: nul }', 'switches.nullMacro must be one of empty, null. Did you mean null?'],
    ['callback: { url: ftp://a }', 'callback.url: '],
    ['callback: { url: receiver://gone }', 'callback.url names no receiver of this file: gone.'],
    ['callback: { secretHeader: X-Key }', 'callback.secretValue is needed'],
    ['callback: { secretHeader: host, secretValue: x }', 'callback.secretHeader: '],
    ['callback: { retry: { waits: [soon] } }', 'callback.retry.waits[0] must be a duration'],
    ['advertisers: [{ name: A, default: true }, { name: B, default: true }]', 'advertisers[1].default is true'],
    ['offers: [{ name: A }]', 'offers[0].link is needed'],
    ['offers: [{ name: A, link: nonsense }]', 'offers[0].link: '],
    [`${OFFER}, revenue: 0.1234567 }]`, 'offers[0].revenue must be a number from 0, with at most 6 decimals'],
    [`${OFFER}, dailyBudget: 0 }]`, 'offers[0].dailyBudget must be a number above 0'],
    [`${OFFER}, revenueShare: 101 }]`, 'offers[0].revenueShare must be a number from 0 to 100'],
    [`${OFFER}, id: x }]`, 'offers[0].id must be an id (UUID)'],
    [`${OFFER}, advertiser: Nobody }]`, 'offers[0].advertiser names no advertiser of this file: Nobody.'],
    [
      `${OFFER}, externalId: x }, { name: B, link: "https://a.example", externalId: x }]`,
      'offers[1].externalId is that of an offer of its source before it',
    ],
    [`${OFFER}, expiryDate: "0000-01-01T00:00:00Z" }]`, 'offers[0].expiryDate must be an instant'],
    [`${OFFER}, ipWhitelist: [me] }]`, 'offers[0].ipWhitelist[0] must be an IP address or a CIDR block'],
    [`${OFFER}, events: [{ eventId: e }] }]`, 'offers[0].events: A SingleEvent offer has no events.'],
    [`${OFFER}, offerType: MultiEvent }]`, 'offers[0].events: A MultiEvent offer needs at least one event.'],
    [`${OFFER} }, { name: A, link: "https://a.example" }]`, 'offers[1] has the same key as an entry before it: A.'],
    [
      'partners: [{ name: P, postbacks: [{ scope: event, url: "https://p.example" }] }]',
      'partners[0].postbacks[0].offer is needed',
    ],
    [
      'partners: [{ name: P, postbacks: [{ scope: global, event: e, url: "https://p.example" }] }]',
      'partners[0].postbacks[0].event is for scope event',
    ],
    [
      'receivers: [{ name: r, script: [{ status: 42 }] }]',
      'receivers[0].script[0].status must be a whole number from 200 to 599',
    ],
    ['receivers: [{ name: r, script: [] }]', 'receivers[0].script must have at least 1 entries'],
    ['clicks: [{ offer: A, member: m }]', 'clicks[0].offer names no offer of this file: A.'],
    [
      `${OFFER} }]\nclicks: [{ offer: A, member: m, parameters: { pub_sub_1: 5 } }]`,
      'clicks[0].parameters.pub_sub_1 must be text of at most 2,048 characters: write "5"',
    ],
    ['conversions: [{ click: click-1 }]', 'conversions[0].click names no click of this file: click-1.'],
    [
      `${OFFER} }]\nclicks: [{ offer: A, member: m }]\nconversions: [{ click: click-1, event: e }]`,
      'conversions[0].event must be left out',
    ],
    [
      `${OFFER} }]\nclicks: [{ offer: A, member: m }]\nconversions: [{ click: click-1 }, { click: click-1 }]`,
      'conversions[1] completes what an entry before it has completed',
    ],
    [
      `${OFFER} }]\nclicks: [{ offer: A, member: m }]\nconversions: [{ click: click-1, reason: r }]`,
      'conversions[0].reason must be left out',
    ],
    ['accounts: [{ name: A }]', 'accounts[0].slug is needed'],
    ['accounts: [{ slug: a }, { slug: a }]', 'accounts[1].slug is the slug of an account before it too'],
    ['accounts: [{ slug: a }]\noffers: []', 'offers is unknown.'],
    ['name: "a\\0b"', 'name: NUL and lone surrogates'],
    ['name: a\nname: b', 'Map keys must be unique'],
    ['name: [', 'Flow sequence'],
    [`${'['.repeat(50)}${']'.repeat(50)}`, 'The body is nested more than 32 levels deep.'],
  ])('should refuse %j: %s', (text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  it('should name the id that stands twice, and leave the ids of other people alone', () => {
    const id = '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60';
    const twice = `advertisers: [{ name: A, id: ${id} }]\npartners: [{ name: P, id: ${id.toUpperCase()} }]`;
    expect(problemsOf(twice)).toEqual(['line 2, column 27: partners[0].id is the id of advertisers.0 too']);
    expect(
      problemsOf(
        'receivers: [{ name: r, script: [{ status: 200, body: { id: x } }, { status: 200, body: { id: x } }] }]',
      ),
    ).toEqual([]);
  });

  it('should give up on a text that grows beyond all bounds', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, index) => {
        const before = 'abcdefgh'.charAt(index);
        return `${name}: &${name} [*${before}, *${before}, *${before}, *${before}, *${before}, *${before}]`;
      }),
    ].join('\n');
    expect(problemsOf(bomb).join()).toContain('alias');
  });
});

describe('seed.schema.json', () => {
  it.each([
    [FULL_SEED, true],
    ['accounts: [{ slug: a, name: A }]', true],
    ['$schema: http://localhost/docs/seed.schema.json', true],
    ['ofers: []', false],
    ['offers: [{ name: A }]', false],
    ['random: 1.5', false],
    ['name: " "', false],
    ['clock: { freezeAt: yesterday }', false],
    ['switches: { nullMacro: none }', false],
    ['clock: { freezeAt: "0999-01-01T00:00:00Z" }', false],
    ['clock: { freezeAt: "9899-12-31T23:59:59.999-12:00" }', true],
    ['offers: [{ name: A, link: "https://a.example", revenue: -1 }]', false],
    ['offers: [{ name: A, link: "https://a.example", dailyBudget: 0 }]', false],
    ['offers: [{ name: A, link: "https://a.example", dailyCap: null, id: x }]', false],
    ['offers: [{ name: A, link: "https://a.example", dailyCap: null }]', true],
    ['partners: [{ name: P, postbacks: [{ scope: global, url: "https://p.example", statuses: [] }] }]', false],
    ['receivers: [{ name: "a b", script: [{ status: 200 }] }]', false],
    ['conversions: [{ click: c, parameters: { cnv_other: x } }]', false],
    ['accounts: [{ name: A }]', false],
    ['accounts: [{ slug: a }]\noffers: []', false],
  ])('should say of %j what the reader says: %s', (text, isRight) => {
    const value: unknown = parse(text);
    expect([fitsSchema(value), readSeedBody(value).kind === 'read']).toEqual([isRight, isRight]);
  });
});

describe(nearest.name, () => {
  it.each([
    ['revenu', 'revenue'],
    ['Reveune', 'revenue'],
    ['payuot', 'payout'],
    ['nothing', null],
  ])('should take %s for %s', (word, meant) => {
    expect(nearest(word, ['revenue', 'reward', 'payout'])).toBe(meant);
  });
});
