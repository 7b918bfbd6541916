import type { AdminHttp } from '../client/admin-http';
import type { Schemas } from '../client/types';

/** What goes wrong on the way to receivers. */
export interface OutboundFaults {
  /** Share of the deliveries that are sent twice, 0 to 1. */
  duplicate?: number;
  reorder?: boolean;
  /** Before each send, such as `"2s"`. */
  delay?: string | number;
  /** How many of the next attempts fail. */
  failNext?: number | { times: number; after?: 'send' | 'before' };
  /** Only those whose URL begins so. */
  receiver?: string;
  /** The same seed decides alike. */
  seed?: number;
}

/** What the platform's own API does wrong, for the routes of this account. */
export interface ApiFault {
  method?: string;
  /** Such as `/api/v1/*`. */
  path: string;
  status?: 429 | 500 | 503;
  delay?: string | number;
  times?: number;
  /** 0 to 1, decided by the seed. */
  probability?: number;
  seed?: number;
}

/** A state of the account to come back to. */
export class Snapshot {
  constructor(
    private readonly http: AdminHttp,
    readonly name: string,
  ) {}

  async restore(): Promise<void> {
    await this.http.call('POST', `/emulator/snapshots/${this.name}/restore`);
  }

  async remove(): Promise<void> {
    await this.http.call('DELETE', `/emulator/snapshots/${this.name}`);
  }
}

/** The controls that the real platforms do not have, for one account. */
export class Emulator {
  constructor(private readonly http: AdminHttp) {}

  /** Lets deliveries go wrong from now on; without an argument they go right again. */
  async faults(faults?: OutboundFaults): Promise<void> {
    if (faults === undefined) await this.http.call('DELETE', '/emulator/faults');
    else await this.http.call('PUT', '/emulator/faults', { body: faults });
  }

  /** Lets the platform's own API answer wrong or slowly; without an argument it answers right again. */
  async apiFaults(...rules: readonly ApiFault[]): Promise<void> {
    if (rules.length === 0) await this.http.call('DELETE', '/emulator/api-faults');
    else await this.http.call('PUT', '/emulator/api-faults', { body: { rules } });
  }

  /** Keeps the account as it is now, to be restored as often as needed. */
  async snapshot(name = 'kit'): Promise<Snapshot> {
    await this.http.call('PUT', `/emulator/snapshots/${name}`);
    return new Snapshot(this.http, name);
  }

  /** Loads a seed: YAML text, or the same as an object. */
  seed(seed: string | object): Promise<unknown> {
    const sent = typeof seed === 'string' ? { text: { type: 'application/yaml', content: seed } } : { body: seed };
    return this.http.call('POST', '/emulator/seed', sent);
  }

  /** The account as a seed, in YAML. */
  export(): Promise<string> {
    return this.http.text('GET', '/emulator/export');
  }

  /** Empties the account but for what is named. */
  reset(...keep: readonly Schemas['Keepable'][]): Promise<Schemas['ResetAnswer']> {
    return this.http.call('POST', '/emulator/reset', { body: { keep } });
  }
}
