const MARK = 'receiver://';
const NAMED = /^receiver:\/\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?=$|[/?#])/;

/** Where the receivers of an account answer. */
export interface ReceiverBase {
  publicUrl: string;
  /** Of another account than the default one. */
  slug: string | null;
}

/** Name of the receiver that a URL of a seed is about; `null`: it is about none, or is malformed. */
export function receiverNamed(url: string): string | null {
  return NAMED.exec(url)?.[1] ?? null;
}

export function isReceiverUrl(url: string): boolean {
  return url.startsWith(MARK);
}

/** `receiver://callbacks?x=1` becomes the address of that receiver on this server; any other URL stays. */
export function expandReceiver(url: string, base: ReceiverBase): string {
  return isReceiverUrl(url) ? prefixOf(base) + url.slice(MARK.length) : url;
}

/** The other way round, so that an export can be loaded on another server. */
export function shortenReceiver(url: string, base: ReceiverBase): string {
  const prefix = prefixOf(base);
  if (!url.startsWith(prefix)) return url;
  const short = MARK + url.slice(prefix.length);
  return receiverNamed(short) === null ? url : short;
}

function prefixOf({ publicUrl, slug }: ReceiverBase): string {
  return `${publicUrl}/receivers/${slug === null ? '' : `${slug}/`}`;
}
