// What the admin REST answers, as far as the check looks at it.

/** One HTTP exchange of a delivery. */
export interface Attempt {
  trigger: string;
  durationMs: number | null;
  request: { method: string; url: string; headers: Record<string, string>; body: string | null } | null;
  response: { status: number; headers: Record<string, string>; body: string } | null;
  error: { code: string; message: string } | null;
  reason: string | null;
  advice: string | null;
}

export interface DeliveryDetails {
  id: string;
  status: string;
  attempts: Attempt[];
}

export interface Page<Item> {
  items: Item[];
}

/** A conversion that was played, with what an endpoint's own books call it. */
export interface PlayedConversion {
  conversionId: string;
  clickId: string;
  memberId: string;
}
