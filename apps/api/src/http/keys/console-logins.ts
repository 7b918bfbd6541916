import { hashKey, newSecret } from '@app/runtime';
import type { Database } from '@app/store';

const LOGIN_MINUTES = 60;
const SESSION_HOURS = 12;

/** One-time log-in tokens and the sessions they are changed for; only hashes are kept. Real time: a test clock must not log anybody in. */
export class ConsoleLogins {
  constructor(private readonly database: Database) {}

  async newLoginToken(): Promise<string> {
    return this.create('login', `${String(LOGIN_MINUTES)} minutes`);
  }

  /** Changes a token for a session; `null` when it is unknown, old or was used before. */
  async logIn(token: string): Promise<string | null> {
    const { rowCount } = await this.database.query(
      `DELETE FROM console_logins WHERE token_hash = $1 AND kind = 'login' AND expires_at > now()`,
      [hashKey(token)],
    );
    return rowCount === 1 ? this.create('session', `${String(SESSION_HOURS)} hours`) : null;
  }

  async isSession(token: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `SELECT 1 FROM console_logins WHERE token_hash = $1 AND kind = 'session' AND expires_at > now()`,
      [hashKey(token)],
    );
    return rowCount === 1;
  }

  async logOut(token: string): Promise<void> {
    await this.database.query('DELETE FROM console_logins WHERE token_hash = $1', [hashKey(token)]);
  }

  private async create(kind: 'login' | 'session', lifetime: string): Promise<string> {
    const token = newSecret(32);
    await this.database.query(
      `WITH old AS (DELETE FROM console_logins WHERE expires_at < now())
       INSERT INTO console_logins (token_hash, kind, expires_at) VALUES ($1, $2, now() + $3::interval)`,
      [hashKey(token), kind, lifetime],
    );
    return token;
  }
}
