// Values that somebody could send to see what happens. None of them is what an answer would show of our own inside: no
// statement, no path of a file, no stack; so one that does show it was not just repeating what came in.
const LONG = 2_048;

export const WORDS = [
  ...['lus', 'purchase', 'install', 'level-5', 'Boost Card', '9.99', '2m', 'a b', 'é', '{gk_click_id}', '2026-11-21'],
  ...['Success', 'Rejected', 'Pending', 'Approved', 'Active', 'MultiEvent', 'RevShare', 'callback', 'global', 'event'],
  ...['csv', 'xlsx', 'json', 'day', 'offer', 'partner', 'createdAt', 'pub_sub_1', 'pub_click_id', 'cnv_amount'],
  ...['0', '1', '100', '-1', 'true', 'false', 'null', '1e9', '10.0.0.0/8', '::1', '203.0.113.7', 'DE', 'en', 'male'],
];

/** Nobody listens there. */
export const URLS = [
  'http://127.0.0.1:9/?c={gk_click_id}',
  'http://127.0.0.1:9/x',
  'http://localhost:9/{pub_sub_1}',
  'https://127.0.0.1:9/{{gk_click_id}}?{}&a={unknown}&{pub_sub_16}',
  'ftp://x',
  'http://[::1]:9/',
  'http://a@127.0.0.1:9/',
  'javascript:alert(1)',
  'https://x.appsflyer.com/?c1={gk_click_id}',
];

export const INSTANTS = [
  ...['2026-11-21T06:00:00.000Z', '2050-01-01T00:00:00Z', '1970-01-01', '9999-12-31T23:59:59.999Z', '2026-11-21'],
  ...['2027-02-01T10:00:00.000Z', '0000-01-01T00:00:00Z', '-271821-04-20T00:00:00.000Z', '+275760-09-13T00:00:00.000Z'],
  ...['2026-02-30', '2026-11-21T06:00:00+14:00', '294277-01-01', 'infinity', '-4713-01-01T00:00:00Z', '2026-W47'],
];

export const NASTY = [
  ...['', ' ', '\t', '\n', '\r\n', '\0', 'a\0b', '\u0001\u001f\u007f\u0080', '\u2028\u2029', '\ufeff', '\ufffe\uffff', '\u202e', '\u200d'],
  ...['\ud800', '\udc00', 'a\ud83d', '\ud83d\ude00', 'e\u0301'.repeat(50), '\u{10ffff}', 'Ω≈ç√∫˜µ', '田中さん', 'السلام'],
  ...["'", '"', "''", "';--", "' OR '1'='1", '$1', '$$', '\\', "\\'", '%', '_', '%s%s%n', '%00', '%2500', '%zz', '%ff%fe', '*', '?', '|', '`'],
  ...['=1+1', '+1', '-1', '@sum(A1)', '=HYPERLINK("http://x.example")', '=cmd|x!A1', '\t=1', 'a,b;c\td', '"a""b"', '"unclosed'],
  ...['<script>alert(1)</script>', '<img src=x onerror=a>', '&lt;', '&#0;', '<![CDATA[', ']]>', '<!ENTITY x "y">', '--><!--'],
  ...['a\r\nSet-Cookie: x=1', 'a\nLocation: http://x.example', '\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', '%0d%0aX: y', 'a\u010d\u010ab'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__proto__[x]', 'constructor.prototype.x', '$where', '[object Object]'],
  ...['..', '../..', '..\\..', '%2e%2e%2f', '/etc/passwd', '....//', '.', '/', '//', '//x.example', 'file:///', 'C:\\', '~', '.git/config'],
  ...['NaN', 'Infinity', '-Infinity', '1e309', '-0', '0x10', '0b1', '1_000', '1,5', '٣', '1e-400', '00', '9'.repeat(400), '1'.repeat(40) + '.' + '1'.repeat(40)],
  ...['9007199254740993', '-9223372036854775809', '18446744073709551616', '4294967296', '-2147483649', '0.1234567', '.5', '5.'],
  ...['true', 'false', 'null', 'undefined', '[]', '{}', '[[]]', '{"a":1}', '()', '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{gk_click_id}', '{{gk_click_id}}'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '019A8F3E-0000-7000-8000-000000000000', '{019a8f3e-0000-7000-8000-000000000000}'],
  ...['P1Y', '1h', '99999999999d', '-1s', '0ms', '1.5s', '1w', '300000000d', '9e99'],
  ...['a@b', 'x@localhost', '"x"@[127.0.0.1]', 'xn--', 'localhost', '127.1', '0x7f.1', '[::ffff:7f00:1]', '::/0', '0.0.0.0/0', '1.2.3.4/33', 'fe80::1%eth0'],
  ...['x'.repeat(255), 'x'.repeat(256), 'x'.repeat(LONG), 'x'.repeat(LONG + 1), '%'.repeat(LONG), '{'.repeat(LONG), '}'.repeat(LONG), '('.repeat(LONG)],
  ...['\\'.repeat(LONG), '"'.repeat(LONG), '&'.repeat(LONG), '='.repeat(LONG), '.'.repeat(LONG), '/'.repeat(LONG), ' '.repeat(LONG), '\t'.repeat(LONG), '\n'.repeat(LONG)],
  ...['-'.repeat(LONG), '0'.repeat(LONG), '{gk_click_id}'.repeat(157), 'a{'.repeat(1_000), ','.repeat(LONG), ';'.repeat(LONG), '@'.repeat(LONG), '<'.repeat(LONG), '\u0300'.repeat(680)],
  ...['http://' + 'a.'.repeat(1_000), 'http://' + '@'.repeat(2_000), 'http://x/' + '%41'.repeat(600), 'http://x/?' + '{a}'.repeat(600), 'a@' + 'a.'.repeat(1_000), '1.'.repeat(1_000), '1:'.repeat(1_000)],
];

/** Names that any parameter or field may turn out to have. */
export const NAMES = [
  ...['offerId', 'pub_member_id', 'pub_click_id', 'viewId', 'gk_click_id', 'cnv_event_id', 'event_id', 'cnv_amount', 'signature'],
  ...['transaction_id', 'new_rejected_reason', 'page', 'page_size', 'orderby', 'order_asc', 'status', 'conversionId', 'from', 'to'],
  ...['format', 'search', 'kind', 'group_by', 'timeout', 'name', 'link', 'url', 'scope', 'by', 'at', 'keep', 'script', 'events'],
  ...['statuses', 'token', 'filter.device', 'filter.country', 'pub_sub_1', 'pub_sub_16', 'pub_age', 'cnv_conversion_id', 'date_from', 'date_to'],
  ...['__proto__', 'constructor', 'toString', '', 'a[b]', 'a.b', 'a\0', '\ud800', 'x'.repeat(500)],
];
