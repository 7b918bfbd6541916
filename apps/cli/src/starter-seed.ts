/** Where a seed is looked for, and written by `pitlane init`: in the working folder. */
export const SEED_FILE = 'pitlane.seed.yaml';

/** A seed to begin with: small, complete, and with a word on everything that people change first. Every key is in docs/seeds.md. */
export const STARTER_SEED = `# yaml-language-server: $schema=http://localhost:8080/docs/seed.schema.json
#
# What the account is to be when Pitlane starts on an empty store in this folder. To load it again into a running server:
#   curl -H "Authorization: ApiToken $(cat .pitlane/admin.key)" -H "Content-Type: application/yaml" \\
#     --data-binary @pitlane.seed.yaml http://localhost:8080/admin/v1/emulator/seed

# Ids that are not given are made from this number and the names: they are the same at every load.
random: 1

# Uncomment for a clock that stands still until a test moves it.
# clock:
#   freezeAt: "2026-11-21T06:00:00Z"

# Receivers answer by script: here one that fails twice, then takes everything.
receivers:
  - name: callbacks
    script: [{ status: 503 }, { status: 503 }, { status: 200, body: ok }]
  - name: advertiser
    script: [{ status: 200, body: ok }]
  - name: partner
    script: [{ status: 200, body: ok }]

# Where conversions are told. receiver://<name> is a receiver above; an address of yours works too.
callback:
  url: receiver://callbacks
  sendRejected: true

offers:
  - name: Boost Card
    link: receiver://advertiser?click={gk_click_id}&member={pub_member_id}
    revenue: 20
    reward: 1500
    payout: 12.5
  - name: Racing Legends
    link: receiver://advertiser?click={gk_click_id}&member={pub_member_id}
    offerType: MultiEvent
    events:
      - { eventId: install, name: Install the app, revenue: 1.2, reward: 100 }
      - { eventId: level_5, name: Reach level 5, revenue: 2.5, reward: 250 }

partners:
  - name: Brightwheels
    links:
      - offer: Boost Card
    postbacks:
      - scope: global
        url: receiver://partner?click={pub_click_id}&status={cnv_status}&payout={payout}
        statuses: [Success, Rejected]

# What has happened already. Nothing is sent for it.
clicks:
  - offer: Boost Card
    partner: Brightwheels
    member: member-1
    pubClickId: click-of-the-partner
conversions:
  - click: click-1
    status: Success
`;
