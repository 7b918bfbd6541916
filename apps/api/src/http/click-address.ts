/** Where a click on an offer begins; the member's id is appended. G§2.1. */
export function clickAddress(publicUrl: string, offerId: string): string {
  return `${publicUrl}/api/v1/offer-wall/offer-link-redirect?offerId=${offerId}&pub_member_id=`;
}

/** A partner's tracking link. K§3.1. */
export function partnerLinkAddress(publicUrl: string, linkId: string): string {
  return `${publicUrl}/api/v1/offer-link/redirect/${linkId}`;
}
