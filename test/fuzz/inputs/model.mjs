// A request as its parts, and as the bytes that go out. Nothing is mended on the way: that is what a mutation is for.

/**
 * A request: `segments` of the path and `query` pairs are texts yet to be escaped, unless they are Buffers, which go out as
 * they are; `headers` are pairs; `body` is a Buffer or `null`.
 */
export function newRequest(method, path, { query = [], headers = [], body = null } = {}) {
  return { method, segments: path.split('/').slice(1), query, headers, body };
}

export function withJson(request, value) {
  const text = JSON.stringify(value) ?? '';
  return { ...request, headers: [...request.headers, ['content-type', 'application/json']], body: Buffer.from(text) };
}

export function withForm(request, pairs) {
  const text = pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
  const type = ['content-type', 'application/x-www-form-urlencoded'];
  return { ...request, headers: [...request.headers, type], body: Buffer.from(text) };
}

/** Percent-encoded; a lone surrogate as the three bytes that it would be, were it allowed. */
export function escaped(text) {
  if (Buffer.isBuffer(text)) return text.toString('latin1');
  const whole = String(text);
  if (whole.isWellFormed()) return encodeURIComponent(whole);
  return Array.from(whole, (character) =>
    character.isWellFormed() ? encodeURIComponent(character) : surrogate(character),
  ).join('');
}

function surrogate(character) {
  const code = character.charCodeAt(0);
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16)}`).join('');
}

export function targetOf({ segments, query }) {
  const path = `/${segments.map(escaped).join('/')}`;
  return query.length === 0
    ? path
    : `${path}?${query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')}`;
}

export function toBytes(request) {
  const { method, headers, body } = request;
  const lines = [`${method} ${targetOf(request)} HTTP/1.1`];
  if (!headers.some(([name]) => name === 'host')) lines.push('host: 127.0.0.1');
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const hasLength = headers.some(([name]) => name === 'content-length' || name === 'transfer-encoding');
  if (body !== null && !hasLength) lines.push(`content-length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === null ? head : Buffer.concat([head, body]);
}
