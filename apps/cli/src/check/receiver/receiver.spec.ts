import { tellsOfFailure } from '../cases/answers/answer-body';
import { spelledAs, spellings } from '../cases/secrets/spellings';
import { curlLine } from './curl';
import { deriveCallback, memberOf } from './derive';
import { readCount, verifyAddress } from './rewards';

describe(curlLine.name, () => {
  it('should be safe in a shell, and take the secret from there', () => {
    const request = {
      method: 'POST',
      url: "http://localhost/it's",
      headers: { 'content-type': 'application/json', 'x-$t`': '$SECRET' },
      body: `{"a":"it's $HOME"}`,
    };
    expect(curlLine(request)).toBe(
      String.raw`curl -i -X POST 'http://localhost/it'\''s' -H 'content-type: application/json' ` +
        String.raw`-H 'x-$t` +
        '`: \'"$SECRET" ' +
        String.raw`--data-binary '{"a":"it'\''s $HOME"}'`,
    );
  });
});

describe(deriveCallback.name, () => {
  const captured = '{"id":"d","sentAt":"t","conversion":{"Status":"Success","ConversionId":"c","ClickId":"k"}}';

  it('should be of a conversion that nobody knows, its keys spelled as they were', () => {
    const { body, conversionId } = deriveCallback(captured, { status: 'OnHold', extra: 1 }, { beside: true });
    const { id, sentAt, conversion, beside } = JSON.parse(body) as Record<string, Record<string, unknown>>;
    expect(Object.keys(conversion ?? {})).toEqual(['Status', 'ConversionId', 'ClickId', 'extra']);
    expect(conversion).toMatchObject({ Status: 'OnHold', ConversionId: conversionId, extra: 1 });
    expect([sentAt, beside]).toEqual(['t', true]);
    for (const known of ['d', 'c', 'k']) expect([id, conversionId, conversion?.['ClickId']]).not.toContain(known);
  });

  it('should leave members findable, however they are spelled', () => {
    expect(memberOf(captured, 'conversionId')).toBe('c');
  });
});

describe(readCount.name, () => {
  it.each([
    [200, '{"rewards":2}', 2],
    [200, '0', 0],
    [404, 'not found', 0],
  ])('should read %i %s as %i', (status, text, rewards) => {
    expect(readCount(status, text)).toEqual({ kind: 'counted', rewards });
  });

  it.each([
    [500, '{"rewards":2}'],
    [302, ''],
    [200, '{"rewards":"2"}'],
    [200, '<html>'],
    [200, 'null'],
  ])('should make nothing of %i %s', (status, text) => {
    expect(readCount(status, text).kind).toBe('unknown');
  });
});

describe(verifyAddress.name, () => {
  it('should fill in what is asked for, encoded', () => {
    const address = verifyAddress('http://x/{conversionId}?m={memberId}', { conversionId: 'c', memberId: 'a&b' });
    expect(address).toBe('http://x/c?m=a%26b');
  });
});

describe(tellsOfFailure.name, () => {
  it.each([
    '{"error":"x"}',
    '{"errors":["x"]}',
    '{"success":false}',
    '{"ok":false}',
    '{"status":"FAILED"}',
    'Error: x',
  ])('should tell: %s', (body) => expect(tellsOfFailure(body)).toBe(true));

  it.each([
    '',
    'ok',
    '{}',
    '{"error":null,"errors":[]}',
    '{"success":true}',
    '{"status":"ok"}',
    '[]',
    'null',
    'no error',
  ])('should not tell: %s', (body) => expect(tellsOfFailure(body)).toBe(false));
});

describe(spellings.name, () => {
  it.each([
    ['X-Api-Token', ['X-Api-Token', 'X-API-TOKEN']],
    ['x-api-token', ['X-Api-Token', 'X-API-TOKEN']],
    ['Token', ['Token', 'TOKEN']],
    ['xToken', ['xToken', 'Xtoken', 'XTOKEN']],
  ])('should be for %s %j', (header, expected) => {
    expect(spellings(header)).toEqual(expected);
  });

  it('should change one header and no other', () => {
    expect(spelledAs({ accept: '*/*', 'x-token': 's' }, 'X-Token', 'X-TOKEN')).toEqual({
      accept: '*/*',
      'X-TOKEN': 's',
    });
  });
});
