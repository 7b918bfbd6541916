import { createLog, readConfig } from '@app/runtime';
import { EdgeErrors } from './edge-errors.filter';
import { createFastify, rewriteHostForm } from './fastify';
import { SecurityHeaders } from './security-headers';

const LABEL = 'abcdefghijklmnopqrstuvwx23';
const PUBLIC = 'track.example.com';
const rewrite = (host: string | undefined, url: string): string => rewriteHostForm({ url, headers: { host } }, PUBLIC);

describe(rewriteHostForm.name, () => {
  it.each([
    [`${LABEL}.track.example.com`, '/?new_rejected_reason=fraud&transaction_id=1'],
    [`${LABEL}.track.example.com:8080`, '/?transaction_id=1'],
    [`${LABEL.toUpperCase()}.Track.Example.COM`, '/?transaction_id=1'],
    [`${LABEL}.any.other.host`, '/?transaction_id=1'],
    [`${LABEL}.localhost`, '/'],
    [`${LABEL}.track.example.com`, '/?nothing=else'],
  ])('should read %s%s as a call of the endpoint (K§4.1)', (host, url) => {
    expect(rewrite(host, url)).toBe(`/r/${LABEL}${url.slice(1)}`);
  });

  it.each([
    ['unknown.track.example.com', '/?transaction_id=1', '/r/unknown?transaction_id=1'],
    ['a-b.track.example.com:80', '/?x=1&new_rejected_reason=', '/r/a-b?x=1&new_rejected_reason='],
    ['a%2Fb.track.example.com', '/?transaction_id', '/r/a%252fb?transaction_id'],
  ])('should read any label of our host with the parameters of a rejection so: %s%s', (host, url, path) => {
    expect(rewrite(host, url)).toBe(path);
  });

  it.each([
    ['track.example.com', '/?transaction_id=1'],
    ['localhost:8080', '/?transaction_id=1'],
    ['127.0.0.1:8080', '/'],
    ['demo.track.example.com', '/'],
    ['demo.track.example.com', '/?my_transaction_id=1'],
    ['demo.other.example.com', '/?transaction_id=1'],
    [`${LABEL}.track.example.com`, '/admin/v1/account'],
    [`${LABEL}.track.example.com`, '/r/other?transaction_id=1'],
    ['.track.example.com', '/?transaction_id=1'],
    [undefined, '/?transaction_id=1'],
  ])('should leave %s%s alone', (host, url) => {
    expect(rewrite(host, url)).toBe(url);
  });

  it('should answer a path where there is none', () => {
    expect(rewriteHostForm({ headers: {} }, PUBLIC)).toBe('/');
  });
});

describe(createFastify.name, () => {
  it('should give headers 30 seconds, and a request 15 minutes at the most', () => {
    const config = readConfig({
      PITLANE_ADMIN_KEY: 'a-root-key-for-specs',
      PITLANE_SECRET_KEY: 'a-secret-key-for-specs',
    });
    const { server } = createFastify(
      config,
      new EdgeErrors([], createLog('silent'), new SecurityHeaders(config)),
    ).getInstance();
    expect(server).toMatchObject({ headersTimeout: 30_000, requestTimeout: 900_000, keepAliveTimeout: 75_000 });
  });
});
