const PARAGRAPHS = [
  'Pitlane emulates the GoKart and Integr8 affiliate tracking platforms on a machine of your own. It is not affiliated with either.',
  'The public edges take clicks, conversion postbacks and rejections as the platforms do. The admin REST sets up accounts, offers and partners, and shows what came in and what went out. The emulator controls move time and script receivers; they exist in the `local` profile alone.',
  'Admin calls carry `Authorization: ApiToken <key>`. The root key (`PITLANE_ADMIN_KEY`, printed by a start) acts on the account `demo`, or on the one that `X-Pitlane-Account` names. A key of an account sees that account alone; a row of another account is not found.',
  'Ids are lower-case UUIDs. Times are UTC, such as `2026-11-21T06:30:00.000Z`. Money is a JSON number of at most 6 decimals. Fields that a body may not have are refused. Lists are pages counted from 0, of at most 100 items.',
  'Errors of the admin REST are problem details (RFC 9457) whose `errors` name the fields; the public edges word theirs as the platforms do.',
];

/** What stands above all operations. */
export const INTRODUCTION = {
  summary: 'A self-hosted emulator of the GoKart and Integr8 affiliate tracking platforms.',
  description: PARAGRAPHS.join('\n\n'),
  license: { name: 'MIT', identifier: 'MIT' },
};
