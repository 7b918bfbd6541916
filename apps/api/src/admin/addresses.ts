/** The two forms of a rejection endpoint. K§4.1. */
export interface RejectionAddresses {
  /** By host name, as on the platform. */
  rejectionUrl: string;
  /** The same for hosts without wildcard DNS. */
  rejectionPath: string;
}

export function rejectionAddresses(publicUrl: string, endpointId: string): RejectionAddresses {
  const { protocol, host } = new URL(publicUrl);
  return { rejectionUrl: `${protocol}//${endpointId}.${host}/`, rejectionPath: `${publicUrl}/r/${endpointId}` };
}

/** The canonical conversion postback, up to its signature: whoever uses it appends `&gk_click_id=…`. K§3.2. */
export function postbackAddress(
  publicUrl: string,
  { pathSecrets, signature }: { pathSecrets: string; signature: string },
): string {
  return `${publicUrl}/api/v1/${pathSecrets}/?signature=${signature}`;
}
