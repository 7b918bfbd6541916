import { PUB_PARAMETERS } from '@app/domain';
import type { ClickCall } from '@app/tracking';
import type { FastifyRequest } from 'fastify';

/** Publisher parameters of a call, empty ones left out. G§2.2. */
export function pubParameters(values: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of PUB_PARAMETERS) {
    const value = values[name];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}

export function toClickCall(request: FastifyRequest, values: Readonly<Record<string, string>>): ClickCall {
  return {
    pubMemberId: given(values, 'pub_member_id'),
    pubClickId: given(values, 'pub_click_id'),
    parameters: pubParameters(values),
    sourceIp: request.ip,
    userAgent: userAgentOf(request),
    url: request.url,
  };
}

/** A parameter's value; blank is as good as missing. */
export function given(values: Readonly<Record<string, string>>, name: string): string | null {
  const value = values[name];
  return value === undefined || value.trim() === '' ? null : value;
}

const LONGEST_USER_AGENT = 512;

function userAgentOf(request: FastifyRequest): string | null {
  const agent = request.headers['user-agent'];
  return agent === undefined ? null : agent.slice(0, LONGEST_USER_AGENT);
}
