/** What a server of the kit inherits. Nothing else: a `DATABASE_URL` or `PORT` of the program under test is not meant for it. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ'];

/** A server that runs already, as `PITLANE_URL` and `PITLANE_ADMIN_KEY` name it; `null`: none is named. */
export function serverOfEnvironment(): { url: string; key: string } | null {
  const { PITLANE_URL: url, PITLANE_ADMIN_KEY: key } = process.env;
  if (url === undefined || url === '') return null;
  if (key === undefined || key === '') {
    throw new Error('PITLANE_URL names a server, and PITLANE_ADMIN_KEY, its root key, is not set.');
  }
  return { url: url.replace(/\/+$/, ''), key };
}

/** The program to start, as `PITLANE_MAIN` names it. */
export function mainOfEnvironment(): string | undefined {
  return process.env['PITLANE_MAIN'];
}

/** The environment of a server, with settings by the names of their variables. */
export function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...settings };
}
