import { doctorText } from './doctor-text';
import { bad, messageOf, ok, skipped, type Finding } from './finding';
import { isLoopback, judgeDisk, judgeHost, judgeNode } from './machine';
import { listenersOf } from './port';
import { receiverIn } from './receivers';
import { judgeSkew } from './server';

describe('pitlane doctor', () => {
  it.each<[string, Finding['level']]>([
    ['v20.19.0', 'ok'],
    ['v20.20.2', 'ok'],
    ['v22.0.0', 'ok'],
    ['v20.18.9', 'error'],
    ['v18.20.0', 'error'],
  ])('should find Node.js %s: %s', (version, level) => {
    expect(judgeNode(version).level).toBe(level);
  });

  it.each<[number, Finding['level']]>([
    [0xef53, 'ok'],
    [0x6969, 'warning'],
    [0xff534d42, 'warning'],
    [0xff534d42 | 0, 'warning'],
  ])('should find a disk of type %i: %s', (type, level) => {
    expect(judgeDisk('data', type).level).toBe(level);
  });

  it.each<[string, boolean, Finding['level']]>([
    ['127.0.0.1', false, 'skipped'],
    ['127.0.0.1', true, 'warning'],
    ['0.0.0.0', true, 'ok'],
  ])('should find HOST=%s, in a container %s: %s', (host, inContainer, level) => {
    expect(judgeHost(host, inContainer).level).toBe(level);
  });

  it.each([
    ['localhost', true],
    ['a.localhost', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['localhost.example', false],
  ])('should take %s for this machine: %s', (host, is) => {
    expect(isLoopback(host)).toBe(is);
  });

  const NOW = Date.parse('2026-11-21T12:00:00.700Z');
  it.each<[string | undefined, Finding['level']]>([
    ['Sat, 21 Nov 2026 12:00:00 GMT', 'ok'],
    ['Sat, 21 Nov 2026 11:59:56 GMT', 'ok'],
    ['Sat, 21 Nov 2026 11:59:50 GMT', 'warning'],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 'warning'],
    [undefined, 'skipped'],
    ['soon', 'skipped'],
  ])('should find a server whose time is %s: %s', (date, level) => {
    expect(judgeSkew(date, NOW).level).toBe(level);
  });

  it.each([
    ['https://partner.test/p?c={pub_click_id}', [{ what: 'x', host: 'partner.test', port: 443 }]],
    ['http://[::1]:3000/hook', [{ what: 'x', host: '::1', port: 3000 }]],
    ['http://a.test/{gk_offer_name}', [{ what: 'x', host: 'a.test', port: 80 }]],
    ['nonsense', []],
  ])('should find the receiver of %s', (url, receivers) => {
    expect(receiverIn('x', url)).toEqual(receivers);
  });

  it('should find who listens in the table of the system', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1',
      '   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1',
      '   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1',
    ].join('\n');
    expect(listenersOf(table, 8080)).toEqual(['socket:[4711]']);
  });

  it('should say what an error of several addresses says first', () => {
    expect(messageOf(new AggregateError([new Error('refused'), new Error('again')], ''))).toBe('refused');
  });

  it('should show each finding, what to do about it, and how it stands', () => {
    expect(doctorText([ok('node', 'New.'), skipped('redis', 'Not set.')])).toMatch(
      /✓ node +New\.\n– redis +Not set\.\nNothing/,
    );
    expect(doctorText([bad('port', 'Taken.', 'Choose another.')])).toMatch(
      /✗ port +Taken\.\n +→ Choose another\.\n1 to mend\./,
    );
  });
});
