import { ValidateBy, type ValidationOptions } from 'class-validator';
import { IPv4, IPv6 } from 'ipaddr.js';

/** An address such as `203.0.113.7` or `2001:db8::1`, or a block of them such as `203.0.113.0/24`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  const isV4 = IPv4.isValidFourPartDecimal(address);
  if (!isV4 && (!IPv6.isValid(address) || address.includes('%'))) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (isV4 ? 32 : 128);
}

export const IsAddressRange = (options: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name: 'isAddressRange', validator: { validate: (value) => typeof value === 'string' && isAddressRange(value) } },
    { message: 'each value in $property must be an IP address or a CIDR block', ...options },
  );
