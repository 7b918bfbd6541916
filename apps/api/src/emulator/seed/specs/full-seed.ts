/** A seed that uses every section; times are fixed, and so are ids. */
export const FULL_SEED = `
name: Acme
random: 7
clock: { freezeAt: "2026-11-21T06:00:00.000Z" }
switches: { repeatCallbacks: false, nullMacro: "null", defaultRewardRatio: 1.5 }
callback:
  url: receiver://callbacks
  sendRejected: true
  retry: { profile: reliable, waits: [30s, 2m] }
advertisers:
  - { name: House, default: true }
  - { name: Brand, website: https://brand.example, contactEmail: ops@brand.example }
offers:
  - name: Boost Card
    id: 0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60
    link: https://brand.example/?click={gk_click_id}
    advertiser: Brand
    revenue: 20.125
    payout: 12.5
    ipWhitelist: [203.0.113.0/24]
    targeting: { ages: [{ from: 18, to: 99 }], devices: [IOS] }
  - name: Racing
    link: receiver://callbacks?click={gk_click_id}
    offerType: MultiEvent
    pendingTime: 0
    events:
      - { eventId: install, revenue: 1.2 }
      - { eventId: level_5, revenue: 2.5, sequenceNumber: 2, pendingTime: 3 }
  - { name: Racing, key: Racing twin, link: "https://brand.example/twin?click={gk_click_id}", status: Pending }
partners:
  - name: Brightwheels
    links: [{ offer: Boost Card }, { offer: Racing }]
    postbacks:
      - { scope: event, offer: Racing, event: level_5, url: "https://partner.example/?c={pub_click_id}" }
      - { scope: global, url: "receiver://callbacks?c={pub_click_id}", statuses: [Success, Rejected], method: POST }
receivers:
  - { name: callbacks, script: [{ status: 503 }, { status: 200, body: ok }] }
clicks:
  - { offer: Boost Card, partner: Brightwheels, member: ann, pubClickId: p-1, at: "2026-11-20T10:00:00.000Z" }
  - { offer: Racing, member: bob, at: "2026-11-20T10:00:00.000Z", parameters: { pub_sub_1: x } }
  - { key: late, offer: Racing, member: cid, at: "2026-11-20T11:00:00.000Z" }
conversions:
  - { click: click-1, at: "2026-11-20T10:05:00.000Z", callbackSent: true }
  - { click: click-2, event: install, at: "2026-11-20T10:06:00.000Z" }
  - { click: click-2, event: level_5, status: Pending, at: "2026-11-20T10:07:00.000Z" }
  - click: late
    event: install
    status: Rejected
    reason: chargeback
    at: "2026-11-20T11:05:00.000Z"
    changedAt: "2026-11-20T12:00:00.000Z"
    parameters: { cnv_conversion_id: adv-9 }
  - { click: click-1, repeatOf: conversion-1, revenue: 1, at: "2026-11-20T12:05:00.000Z" }
`;
