import {
  compileOfferLink,
  retryPolicy,
  type AccountSwitches,
  type CallbackSettings,
  type OfferLinkClick,
  type Postback,
  type RetryPolicy,
} from '@app/domain';
import {
  findAccount,
  findOffer,
  findPartner,
  findPartnerLink,
  findRejectionScope,
  type AccountRow,
  type Database,
  type OfferRow,
  type PartnerLinkRow,
  type PartnerRow,
  type RejectionScope,
  type RetryChoice,
  type Tx,
} from '@app/store';

/** The ladder of the default profile. K§2. */
export interface RetrySettings {
  maxRetries: number;
  firstRetryMs: number;
}

export interface AccountConfig {
  id: string;
  slug: string;
  version: string;
  signature: string;
  switches: AccountSwitches;
  callback: CallbackSettings;
}

export interface OfferConfig extends OfferRow {
  renderLink: (click: OfferLinkClick) => string;
}

export interface PartnerConfig {
  id: string;
  accountId: string;
  name: string;
  postbacks: Postback[];
}

/**
 * Configuration in memory, so that the walk reads it without a query. Entries fall with their account: at every
 * notification that its configuration changed, at every administrative write of this process, and in every transaction
 * that finds a newer `config_version` than the one it knows. What does not exist is never kept.
 */
export class Catalog {
  private readonly entries = new Map<string, unknown>();
  private readonly keysOf = new Map<string, Set<string>>();
  private generation = 0;

  constructor(
    private readonly database: Database,
    private readonly retries: RetrySettings,
  ) {}

  account(id: string, tx?: Tx): Promise<AccountConfig | null> {
    return this.read(`account:${id}`, tx, async (reader) => this.toAccount(await findAccount(reader, 'id', id)), accountOfItself);
  }

  accountBySlug(slug: string): Promise<AccountConfig | null> {
    return this.read(`slug:${slug}`, undefined, async (reader) => this.toAccount(await findAccount(reader, 'slug', slug)), accountOfItself);
  }

  /** `path`: the three secret segments of a conversion postback, joined by `/`. */
  accountByPath(path: string): Promise<AccountConfig | null> {
    return this.read(`path:${path}`, undefined, async (reader) => this.toAccount(await findAccount(reader, 'path_secrets', path)), accountOfItself);
  }

  offer(id: string, tx?: Tx): Promise<OfferConfig | null> {
    return this.read(`offer:${id}`, tx, async (reader) => toOffer(await findOffer(reader, id)), (offer) => offer.accountId);
  }

  partner(id: string, tx?: Tx): Promise<PartnerConfig | null> {
    return this.read(`partner:${id}`, tx, async (reader) => this.toPartner(await findPartner(reader, id)), (partner) => partner.accountId);
  }

  partnerLink(id: string): Promise<PartnerLinkRow | null> {
    return this.read(`link:${id}`, undefined, (reader) => findPartnerLink(reader, id), (link) => link.accountId);
  }

  rejectionScope(endpointId: string): Promise<RejectionScope | null> {
    return this.read(`endpoint:${endpointId}`, undefined, (reader) => findRejectionScope(reader, endpointId), (scope) => scope.accountId);
  }

  /** An offer that is in memory already: the click path asks this first and awaits nothing. */
  knownOffer(id: string): OfferConfig | undefined {
    return this.entries.get(`offer:${id}`) as OfferConfig | undefined;
  }

  /** Drops what is known of an account when a transaction saw another version of its configuration. */
  async ensure(accountId: string, version: string, tx?: Tx): Promise<AccountConfig | null> {
    const known = await this.account(accountId, tx);
    if (known === null || known.version === version) return known;
    this.forget(accountId);
    return this.account(accountId, tx);
  }

  forget(accountId: string): void {
    this.generation += 1;
    for (const key of this.keysOf.get(accountId) ?? []) this.entries.delete(key);
    this.keysOf.delete(accountId);
  }

  forgetAll(): void {
    this.generation += 1;
    this.entries.clear();
    this.keysOf.clear();
  }

  /** The waits of a configuration: its own list, or its profile's. */
  policyOf({ profile, waitsMs }: RetryChoice): RetryPolicy {
    return waitsMs === null ? retryPolicy(profile, this.retries) : { profile, waitsMs };
  }

  private async read<Entry>(
    key: string,
    tx: Tx | undefined,
    load: (reader: Tx) => Promise<Entry | null>,
    accountOf: (entry: Entry) => string,
  ): Promise<Entry | null> {
    const known = this.entries.get(key);
    if (known !== undefined) return known as Entry;
    const { generation } = this;
    const entry = await load(tx ?? this.database);
    // Something changed while this was read: use it once, keep it not.
    if (entry !== null && generation === this.generation) this.keep(key, entry, accountOf(entry));
    return entry;
  }

  private keep(key: string, entry: unknown, accountId: string): void {
    this.entries.set(key, entry);
    const keys = this.keysOf.get(accountId);
    if (keys === undefined) this.keysOf.set(accountId, new Set([key]));
    else keys.add(key);
  }

  private toAccount(row: AccountRow | null): AccountConfig | null {
    if (row === null) return null;
    const { id, slug, version, signature, openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro } = row;
    return {
      id,
      slug,
      version,
      signature,
      switches: { openPostbacks, repeatCallbacks, callbackOnReasonChange, nullMacro },
      callback: {
        url: row.callbackUrl,
        sendPending: row.sendPending,
        sendRejected: row.sendRejected,
        callbackKeyCase: row.keyCase,
        policy: this.policyOf(row.callbackRetry),
      },
    };
  }

  private toPartner(row: PartnerRow | null): PartnerConfig | null {
    if (row === null) return null;
    const postbacks = row.postbacks.map(({ retry, ...postback }) => ({ ...postback, policy: this.policyOf(retry) }));
    return { ...row, postbacks };
  }
}

function toOffer(row: OfferRow | null): OfferConfig | null {
  return row === null ? null : { ...row, renderLink: compileOfferLink(row) };
}

function accountOfItself(account: AccountConfig): string {
  return account.id;
}
