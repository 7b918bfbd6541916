import { postbackAddress, rejectionAddresses } from './addresses';

describe(rejectionAddresses.name, () => {
  it.each([
    ['http://localhost:8080', 'http://abc.localhost:8080/', 'http://localhost:8080/r/abc'],
    ['https://track.example', 'https://abc.track.example/', 'https://track.example/r/abc'],
    ['https://example.com/pitlane', 'https://abc.example.com/', 'https://example.com/pitlane/r/abc'],
  ])('should name both forms below %s', (publicUrl, rejectionUrl, rejectionPath) => {
    expect(rejectionAddresses(publicUrl, 'abc')).toEqual({ rejectionUrl, rejectionPath });
  });
});

describe(postbackAddress.name, () => {
  it('should end after the signature, so that a click id can be appended', () => {
    const account = { pathSecrets: 'one/two/three', signature: 'sig' };
    expect(postbackAddress('http://localhost:8080', account)).toBe(
      'http://localhost:8080/api/v1/one/two/three/?signature=sig',
    );
  });
});
