// Takes a partner's postbacks (a macro URL that the platform calls): GET /postback?token=…&click={pub_click_id}&conversion={gk_conversion_id}
// &status={cnv_status}&payout={payout}. Nothing but Node.js.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const digest = (text) => createHash('sha256').update(text).digest();
/** Digests are as long as each other: neither the time nor the length of a guess tells anything. */
const isSame = (given, token) => timingSafeEqual(digest(given), digest(token));

/** Earnings by conversion. In a program of yours: a table with a unique conversion id. */
export class Earnings {
  #conversions = new Map();

  /** The last word on a conversion counts; the same one again changes nothing. */
  set({ conversion, click, status, payout }) {
    this.#conversions.set(conversion, { click, payout: status === 'Success' ? payout : 0 });
  }

  ofClick(click) {
    return [...this.#conversions.values()]
      .filter((conversion) => conversion.click === click)
      .reduce((sum, { payout }) => sum + payout, 0);
  }
}

/** What a postback says; `null`: something is missing, or a macro that nobody replaced. */
function read(parameters) {
  const [click, conversion, status] = ['click', 'conversion', 'status'].map((name) => parameters.get(name) ?? '');
  const payout = Number(parameters.get('payout') ?? Number.NaN);
  const texts = [click, conversion, status];
  if (texts.some((text) => text === '' || /^\{.*\}$/.test(text)) || !Number.isFinite(payout)) return null;
  return { click, conversion, status, payout };
}

export function createEndpoint({ token, earnings }) {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const answer = (status, text) => response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    if (pathname !== '/postback') return answer(404, 'not here');
    if (!isSame(searchParams.get('token') ?? '', token)) return answer(401, 'wrong token');
    const postback = read(searchParams);
    if (postback === null) return answer(400, 'click, conversion, status and payout are needed');
    earnings.set(postback);
    return answer(200, 'ok');
  });
}

if (process.argv[1] === import.meta.filename) {
  const { POSTBACK_TOKEN: token, PORT: port = '3001' } = process.env;
  if (!token) throw new Error('POSTBACK_TOKEN is not set.');
  createEndpoint({ token, earnings: new Earnings() }).listen(Number(port));
}
