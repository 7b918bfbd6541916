/** What the integrator configured. */
export interface CheckOptions {
  callbackUrl: string;
  secret: { header: string; value: string } | null;
  keyCase: 'camel' | 'pascal';
  /** With `{conversionId}`, and `{memberId}` where it is wanted; `null`: nobody can ask how often a member was rewarded. */
  verifyUrl: string | null;
  /** Of a member that the endpoint knows; `null`: a new one for each case. */
  memberId: string | null;
  /** The platform's time-out. */
  timeoutMs: number;
}
