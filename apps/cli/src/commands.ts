import type { CommandEntry } from './define';

const SERVE = 'Run:';
const TRY = 'Try things out:';
const FIXTURES = 'Data:';
const KNOW = 'Know more:';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'start',
    about: 'database, API and worker in one process tree',
    group: SERVE,
    load: async () => (await import('./commands/start.js')).defineStart,
  },
  {
    name: 'demo',
    about: 'plays the whole story on the test clock, in a store of its own',
    group: SERVE,
    load: async () => (await import('./commands/demo.js')).defineDemo,
  },
  {
    name: 'api',
    about: 'an API process of its own, on DATABASE_URL',
    group: SERVE,
    load: async () => (await import('./commands/serve.js')).defineApi,
  },
  {
    name: 'worker',
    about: 'a worker process of its own, on DATABASE_URL',
    group: SERVE,
    load: async () => (await import('./commands/serve.js')).defineWorker,
  },
  {
    name: 'migrate',
    about: 'brings the database of DATABASE_URL up to date',
    group: SERVE,
    load: async () => (await import('./commands/migrate.js')).defineMigrate,
  },
  {
    name: 'trigger',
    about: 'makes clicks, conversions and rejections by the public calls',
    group: TRY,
    load: async () => (await import('./commands/trigger.js')).defineTrigger,
  },
  {
    name: 'check',
    about: 'plays the callback contract at your own endpoint',
    group: TRY,
    load: async () => (await import('./commands/check.js')).defineCheck,
  },
  {
    name: 'listen',
    about: 'shows what happens while it happens, and forwards callbacks to your machine',
    group: TRY,
    load: async () => (await import('./commands/listen.js')).defineListen,
  },
  {
    name: 'wait',
    about: 'waits until a delivery, conversion or click is as it should be',
    group: TRY,
    load: async () => (await import('./commands/wait.js')).defineWait,
  },
  {
    name: 'resend',
    about: 'sends deliveries again',
    group: TRY,
    load: async () => (await import('./commands/resend.js')).defineResend,
  },
  {
    name: 'clock',
    about: 'shows and moves the test clock',
    group: TRY,
    load: async () => (await import('./commands/clock.js')).defineClock,
  },
  {
    name: 'init',
    about: 'writes a pitlane.seed.yaml to begin with',
    group: FIXTURES,
    load: async () => (await import('./commands/init.js')).defineInit,
  },
  {
    name: 'reset',
    about: 'empties the account',
    group: FIXTURES,
    load: async () => (await import('./commands/reset.js')).defineReset,
  },
  {
    name: 'seed',
    about: 'loads a seed file into the account',
    group: FIXTURES,
    load: async () => (await import('./commands/seed.js')).defineSeed,
  },
  {
    name: 'export',
    about: 'writes the account as a seed file',
    group: FIXTURES,
    load: async () => (await import('./commands/export.js')).defineExport,
  },
  {
    name: 'snapshot',
    about: 'keeps the state of the account, and goes back to it',
    group: FIXTURES,
    load: async () => (await import('./commands/snapshot.js')).defineSnapshot,
  },
  {
    name: 'import',
    about: 'imports conversions or statuses from a CSV, XLS or XLSX file',
    group: FIXTURES,
    load: async () => (await import('./commands/import.js')).defineImport,
  },
  {
    name: 'status',
    about: 'what runs, how far it is, and whether all is accounted for',
    group: KNOW,
    load: async () => (await import('./commands/status.js')).defineStatus,
  },
  {
    name: 'doctor',
    about: 'finds out what is wrong, and says what to do about it',
    group: KNOW,
    load: async () => (await import('./commands/doctor.js')).defineDoctor,
  },
  {
    name: 'completion',
    about: 'writes the completion of a shell',
    group: KNOW,
    load: async () => (await import('./commands/completion.js')).defineCompletion,
  },
  {
    name: 'version',
    about: 'shows the version',
    group: KNOW,
    load: async () => (await import('./commands/version.js')).defineVersion,
  },
];
