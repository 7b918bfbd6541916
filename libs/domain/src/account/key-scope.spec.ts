import { KEY_SCOPES, opens, type KeyScope } from './key-scope';

describe(opens.name, () => {
  it.each<[scope: KeyScope, opened: readonly KeyScope[]]>([
    ['admin', ['admin', 'management', 'partner', 'advertiser']],
    ['management', ['management']],
    ['partner', ['partner']],
    ['advertiser', ['advertiser']],
  ])('should let a key of scope %s use what asks for %j', (scope, opened) => {
    expect(KEY_SCOPES.filter((needed) => opens(scope, needed))).toEqual(opened);
  });
});
