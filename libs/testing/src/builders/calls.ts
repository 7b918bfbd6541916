import type { ConversionCall } from '@app/tracking';
import type { GivenClick } from '../given/rows';

/** A conversion postback for a click, signed, by the account's own path. */
export function aConversionCall(click: GivenClick, call: Partial<ConversionCall> = {}): ConversionCall {
  const { pathSecrets, signature } = click.offer.account;
  return {
    by: { kind: 'path', secrets: pathSecrets },
    signature,
    sourceIp: '203.0.113.7',
    clickIdText: click.id,
    parameters: {},
    ...call,
  };
}
