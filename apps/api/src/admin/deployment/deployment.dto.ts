/** What answers here, and how it was set up. */
export interface DeploymentView {
  /** Of the product. */
  version: string;
  /** `local` or `production`. */
  profile: string;
  /** What carries batches of deliveries: `PostgreSQL` or `Redis`. */
  queue: string;
  /** Base of every URL that is printed or returned. */
  publicUrl: string;
  /** Of Node.js, such as `v22.11.0`. */
  node: string;
  /** Whether the account's callback has a secret, and this process the key that it was sealed with. */
  callbackSecret: 'none' | 'readable' | 'unreadable';
}
