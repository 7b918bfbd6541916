import {
  compileOfferLink,
  ownRetryPolicy,
  retryPolicy,
  type AccountSwitches,
  type CallbackSettings,
  type OfferLinkClick,
  type Postback,
  type RetryPolicy,
} from '@app/domain';
import { addressList } from '@app/runtime';
import {
  findAccount,
  findOffer,
  findPartner,
  findPartnerLink,
  findRejectionScope,
  type AccountRow,
  type OfferRow,
  type PartnerLinkRow,
  type PartnerRow,
  type RejectionScope,
  type RetryChoice,
  type Tx,
} from '@app/store';
import { KeptEntries } from './kept-entries';

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
  /** Whether the offer takes conversions from this address. */
  admits: (address: string) => boolean;
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
 * that finds another `config_version` than the last one did. What does not exist is never kept.
 */
export class Catalog {
  private readonly accountsById: KeptEntries<AccountConfig>;
  private readonly accountsBySlug: KeptEntries<AccountConfig>;
  private readonly accountsByPath: KeptEntries<AccountConfig>;
  private readonly offers: KeptEntries<OfferConfig>;
  private readonly partners: KeptEntries<PartnerConfig>;
  private readonly links: KeptEntries<PartnerLinkRow>;
  private readonly scopes: KeptEntries<RejectionScope>;
  /** By account: the version that was current before the first of its entries here was read. */
  private readonly versions = new Map<string, string>();

  constructor(
    private readonly database: Tx,
    private readonly retries: RetrySettings,
  ) {
    const accountsBy = (column: 'id' | 'slug' | 'path_secrets'): KeptEntries<AccountConfig> =>
      new KeptEntries(
        async (tx, value) => this.toAccount(await findAccount(tx, column, value)),
        ({ id }) => id,
      );
    this.accountsById = accountsBy('id');
    this.accountsBySlug = accountsBy('slug');
    this.accountsByPath = accountsBy('path_secrets');
    this.offers = new KeptEntries(async (tx, id) => toOffer(await findOffer(tx, id)), accountIdOf);
    this.partners = new KeptEntries(async (tx, id) => this.toPartner(await findPartner(tx, id)), accountIdOf);
    this.links = new KeptEntries(findPartnerLink, accountIdOf);
    this.scopes = new KeptEntries(findRejectionScope, accountIdOf);
  }

  /** An empty one that reads within a transaction, for as long as that lasts. */
  readingBy(tx: Tx): Catalog {
    return new Catalog(tx, this.retries);
  }

  account(id: string, tx: Tx = this.database): Promise<AccountConfig | null> {
    return this.accountsById.read(id, tx);
  }

  accountBySlug(slug: string): Promise<AccountConfig | null> {
    return this.accountsBySlug.read(slug, this.database);
  }

  /** `path`: the three secret segments of a conversion postback, joined by `/`. */
  accountByPath(path: string): Promise<AccountConfig | null> {
    return this.accountsByPath.read(path, this.database);
  }

  offer(id: string, tx: Tx = this.database): Promise<OfferConfig | null> {
    return this.offers.read(id, tx);
  }

  partner(id: string, tx: Tx = this.database): Promise<PartnerConfig | null> {
    return this.partners.read(id, tx);
  }

  partnerLink(id: string): Promise<PartnerLinkRow | null> {
    return this.links.read(id, this.database);
  }

  rejectionScope(endpointId: string): Promise<RejectionScope | null> {
    return this.scopes.read(endpointId, this.database);
  }

  /** An offer that is in memory already: the click path asks this first and awaits nothing. */
  knownOffer(id: string): OfferConfig | undefined {
    return this.offers.known(id);
  }

  /**
   * Drops what is known of an account unless all of it was read since this version was current. Whoever finds the same
   * version later, under its lock, has gone by this version alone: the account, its offers, its partners.
   */
  ensure(accountId: string, version: string, tx?: Tx): Promise<AccountConfig | null> {
    if (this.versions.get(accountId) !== version) {
      this.forget(accountId);
      this.versions.set(accountId, version);
    }
    return this.account(accountId, tx);
  }

  forget(accountId: string): void {
    this.versions.delete(accountId);
    this.forgetIn(accountId);
  }

  forgetAll(): void {
    this.versions.clear();
    this.forgetIn(null);
  }

  /** The waits of a configuration: its own list, or its profile's. */
  policyOf({ profile, waitsMs }: RetryChoice): RetryPolicy {
    return waitsMs === null ? retryPolicy(profile, this.retries) : ownRetryPolicy(waitsMs, profile);
  }

  /** How much is in memory, by kind, and how many reads had to ask the database so far. */
  figures(): Record<string, { entries: number; misses: number }> {
    const { accountsById, offers, partners, links, scopes } = this;
    const kinds = Object.entries({ accounts: accountsById, offers, partners, links, scopes });
    return Object.fromEntries(kinds.map(([kind, { size, misses }]) => [kind, { entries: size, misses }]));
  }

  private forgetIn(accountId: string | null): void {
    const { accountsById, accountsBySlug, accountsByPath, offers, partners, links, scopes } = this;
    for (const entries of [accountsById, accountsBySlug, accountsByPath, offers, partners, links, scopes]) {
      entries.forget(accountId);
    }
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
  if (row === null) return null;
  const admits = row.ipWhitelist.length === 0 ? () => true : addressList(row.ipWhitelist);
  return { ...row, renderLink: compileOfferLink(row), admits };
}

function accountIdOf({ accountId }: { accountId: string }): string {
  return accountId;
}
