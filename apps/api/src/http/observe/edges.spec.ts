import { EDGES, edgeOf } from './edges';

describe(edgeOf.name, () => {
  it.each([
    ['/api/v1/offer-wall/offer-link-redirect?offerId=1&pub_member_id=2', 'gokart_click'],
    ['/api/v1/offer-wall/offer-link?viewId=1', 'gokart_click'],
    ['/api/v1/offer-link/redirect/0190', 'gokart_click'],
    ['/api/v1/offer-wall/offers', 'gokart_wall'],
    ['/api/v1/offer-wall/offer-details', 'gokart_wall'],
    ['/offer-wall?pub_member_id=1', 'gokart_wall'],
    ['/api/v1/sdk-offer-management/partner', 'gokart_management'],
    ['/api/v1/sdk-conversion-system/conversions', 'gokart_management'],
    ['/api/v1/integrations/cost-report/singular/json', 'gokart_integration'],
    ['/api/v1/aaa/bbb/ccc?gk_click_id=1', 'gokart_postback'],
    ['/api/v1/conversion', 'gokart_postback'],
    ['/track?gk_click_id=1', 'gokart_postback'],
    ['/postback', 'gokart_postback'],
    ['/r/abc?transaction_id=1', 'integr8_rejection'],
    ['/admin/v1/offers', 'admin'],
    ['/admin/v1/emulator/clock', 'emulator'],
    ['/receivers/demo/callbacks', 'receivers'],
    ['/docs/openapi.json', 'docs'],
    ['/health/ready', 'health'],
    ['/metrics', 'metrics'],
    ['/', 'other'],
    ['/wp-login.php', 'other'],
  ])('should know whose %s is: %s', (url, edge) => {
    expect(edgeOf(url)).toBe(edge);
    expect(EDGES).toContain(edge);
  });
});
