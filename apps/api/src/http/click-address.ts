/** Where a click on an offer begins; the member's id is appended. G§2.1. */
export function clickAddress(publicUrl: string, offerId: string): string {
  return `${publicUrl}/api/v1/offer-wall/offer-link-redirect?offerId=${offerId}&pub_member_id=`;
}
