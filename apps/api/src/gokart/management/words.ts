/** Devices in lower case; `null`: all of them. G§1.2. */
export function toDevices(named: readonly string[] | undefined): string[] | null {
  return named === undefined || named.includes('All') ? null : named.map((device) => device.toLowerCase());
}
