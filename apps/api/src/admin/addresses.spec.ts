import { clickAddress } from '../http/click-address';
import { partnerLinkAddress, postbackAddress, rejectionAddresses } from './addresses';

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

describe(clickAddress.name, () => {
  it('should end where the member id goes', () => {
    expect(clickAddress('https://x.test', '1')).toBe(
      'https://x.test/api/v1/offer-wall/offer-link-redirect?offerId=1&pub_member_id=',
    );
  });
});

describe(partnerLinkAddress.name, () => {
  it('should name the link', () => {
    expect(partnerLinkAddress('https://x.test', '1')).toBe('https://x.test/api/v1/offer-link/redirect/1');
  });
});
