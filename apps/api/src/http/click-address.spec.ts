import { clickAddress, partnerLinkAddress } from './click-address';

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
