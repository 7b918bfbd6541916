// An account that is fuzzed, or one that must not notice: what it has, by names that another run has, too.
const LINK = 'https://advertiser.example/land?click={gk_click_id}&sub={pub_sub_1}';
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const EVENTS = ['install', 'level-5', 'purchase'];

export class Account {
  /** Values by name: ids, keys, secrets. */
  named = new Map();
  /** Nothing of it is ever sent, so that it stays as it is. */
  isQuiet = false;
  #world;

  static async create(world, slug, { isQuiet = false } = {}) {
    const account = new Account();
    account.#world = world;
    account.slug = slug;
    const { id, apiKey } = await account.#as(world.rootKey, 'POST', '/accounts', { slug });
    account.id = id;
    account.named.set('ownSlug', slug);
    account.named.set('key', apiKey);
    const { postbackUrl, rejectionPath } = await account.call('GET', '/account');
    const [, , , s1, s2, s3] = new URL(postbackUrl).pathname.split('/');
    const signature = new URL(postbackUrl).searchParams.get('signature');
    const endpointId = new URL(rejectionPath).pathname.split('/')[2];
    for (const [name, value] of Object.entries({ s1, s2, s3, signature, endpointId })) account.named.set(name, value);
    account.isQuiet = isQuiet;
    if (!isQuiet) await account.call('PUT', '/account/callback', { url: `${NOWHERE}/callback`, sendRejected: true });
    await account.renew();
    const partnerKey = await account.call('POST', '/account/keys', {
      scope: 'partner',
      partnerId: account.value('partnerId'),
    });
    account.named.set('partnerKey', partnerKey.apiKey ?? partnerKey.key);
    return account;
  }

  /** The key that opens a path, most of the time. */
  keyFor(segments, random) {
    const isPartnerView = segments[2] === 'sdk-offer-management' && segments[3] === 'partner';
    return isPartnerView !== random.chance(0.05) ? this.named.get('partnerKey') : this.key;
  }

  get key() {
    return this.named.get('key');
  }

  /** Ids of rows, which any parameter may be given. */
  ids() {
    return [...this.named].filter(([name]) => name.endsWith('Id') && name !== 'endpointId').map(([, value]) => value);
  }

  /** What nobody else is shown. Ids may be: whoever names one finds it in his own request log. */
  secrets() {
    return [
      `Known to ${this.slug}`,
      ...['key', 'partnerKey', 's1', 's2', 's3', 'signature', 'endpointId'].map((name) => this.named.get(name)),
    ];
  }

  value(name) {
    return this.named.get(name);
  }

  /** New rows of every kind in the place of those that may be gone. */
  async renew() {
    const single = await this.call('POST', '/offers', {
      name: this.#called('Boost Card'),
      link: LINK,
      revenue: 20,
      payout: 12.5,
    });
    const events = EVENTS.map((eventId, at) => ({ eventId, name: eventId, sequenceNumber: at + 1, revenue: at }));
    const multi = await this.call('POST', '/offers', {
      name: this.#called('Lus'),
      link: LINK,
      offerType: 'MultiEvent',
      events,
    });
    const partner = await this.call('POST', '/partners', { name: this.#called('Brightwheels') });
    const advertiser = await this.call('POST', '/advertisers', { name: this.#called('Lofty') });
    const link = await this.call('POST', `/partners/${partner.id}/links`, { offerId: single.id });
    const url = `${NOWHERE}/?click={pub_click_id}&status={cnv_status}`;
    const postback = await this.call('POST', `/partners/${partner.id}/postbacks`, { scope: 'global', url });
    const at = new Date(Date.now() + 48 * 3_600_000).toISOString().replace(/T(\d\d).*/, 'T$1:00:00.000Z');
    const change = await this.call('POST', '/scheduled-changes', {
      offerId: single.id,
      field: 'revenue',
      value: 3,
      at,
    }).catch(() => ({}));
    const clicked = await this.call('POST', '/operation-tools/clicks', { offerId: single.id, pubMemberId: 'member-1' });
    const multiClicked = await this.call('POST', '/operation-tools/clicks', {
      offerId: multi.id,
      pubMemberId: 'member-2',
    });
    const converted = await this.call('POST', '/operation-tools/conversions', { clickId: clicked.clickId });
    const [delivery] = (await this.call('GET', `/deliveries?conversionId=${converted.conversionId}`)).items;
    const found = {
      offerId: single.id,
      multiOfferId: multi.id,
      eventRowId: multi.events[0].id,
      partnerId: partner.id,
      advertiserId: advertiser.id,
      linkId: link.id,
      postbackId: postback.id,
      changeId: change.id,
      clickId: clicked.clickId,
      multiClickId: multiClicked.clickId,
      conversionId: converted.conversionId,
      deliveryId: delivery?.id,
    };
    for (const [name, value] of Object.entries(found)) if (value !== undefined) this.named.set(name, value);
  }

  /** Rows of a quiet account have a name that no input has. */
  #called(name) {
    return this.isQuiet ? `Known to ${this.slug}` : name;
  }

  call(method, path, body) {
    return this.#as(this.key, method, path, body);
  }

  async #as(key, method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.#world.port}/admin/v1${path}`, {
      method,
      headers: {
        authorization: `ApiToken ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
