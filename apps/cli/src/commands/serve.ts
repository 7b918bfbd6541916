/** An API process of its own, on the PostgreSQL of DATABASE_URL. Nothing of it is loaded before. K§2. */
export async function api(): Promise<void> {
  await import('../../../api/src/main.js');
}

/** A worker process of its own, on the same. */
export async function worker(): Promise<void> {
  await import('../../../worker/src/main.js');
}
