import type { Account } from '../support/account';
import type { Page } from '../support/admin-client';
import type { Envelope } from '../support/answers';
import { request } from '../support/http';

export interface ManagedAnswer<Data> {
  status: number;
  body: Envelope<Data>;
}

/** The documented APIs of an account with one key. G§7. */
export class ManagementClient {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  async call<Data>(method: string, path: string, body?: unknown): Promise<ManagedAnswer<Data>> {
    const { status, json } = await request(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `ApiToken ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status, body: json as Envelope<Data> };
  }

  /** What is in the envelope of a call that succeeds. */
  async data<Data>(path: string): Promise<Data> {
    const { status, body } = await this.call<Data>('GET', path);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { isSuccessful: true, responseTitle: 'Success', responseType: 'Success', messages: [] },
    });
    return body.data!;
  }

  page<Item>(path: string): Promise<Page<Item>> {
    return this.data<Page<Item>>(path);
  }
}

/** A client with a new key of the account. */
export async function clientOf(account: Account, scope: string, partnerId?: string): Promise<ManagementClient> {
  const { apiKey } = await account.api.post<{ apiKey: string }>('/account/keys', {
    scope,
    ...(partnerId === undefined ? {} : { partnerId }),
  });
  return new ManagementClient(account.url, apiKey);
}
