import { maskSecrets } from './request-log';

describe(maskSecrets.name, () => {
  it.each([
    [
      '/api/v1/ZM-A9KxR5TQ2/Zu4Wn-8PmFJ7/L5EoG2/?signature=7FqR9&gk_click_id=1',
      '/api/v1/***/***/***/?signature=***&gk_click_id=1',
    ],
    ['/api/v1/ZM-A9KxR5TQ2/Zu4Wn-8PmFJ7/L5EoG2?gk_click_id=1', '/api/v1/***/***/***?gk_click_id=1'],
    ['/api/v1/ZM-A9KxR5TQ2/Zu4Wn-8PmFJ7/L5EoG2', '/api/v1/***/***/***'],
    ['/postback?gk_click_id=1&signature=7FqR9', '/postback?gk_click_id=1&signature=***'],
    ['/track?signature=a&signature=b&cnv_sub_1=c', '/track?signature=***&signature=***&cnv_sub_1=c'],
    ['/track?%73ignature=a&s%69gnatur%65=b&x=%zz', '/track?%73ignature=***&s%69gnatur%65=***&x=%zz'],
    ['/r/abcdefghijklmnopqrstuvwxyz?transaction_id=1', '/r/***?transaction_id=1'],
    ['/r/%61bcdef/', '/r/***/'],
  ])('should hide what authorises a call: %s', (url, masked) => {
    expect(maskSecrets(url)).toBe(masked);
  });

  it.each([
    '/api/v1/offer-wall/offer-link?viewId=1&pub_sub_1=signature',
    '/api/v1/offer-wall/pub-member/offers?pub_member_id=1',
    '/api/v1/offer-link/redirect/019a8f3e?pub_member_id=1',
    '/api/v1/conversion?gk_click_id=1&my_signature=2',
    '/?transaction_id=1&new_rejected_reason=fraud',
  ])('should leave %s as it is', (url) => {
    expect(maskSecrets(url)).toBe(url);
  });
});
