import { storableText } from '@app/domain';

/** Longer answers are no rows that were made. */
const LONGEST_ANSWER = 65_536;

/** The id of what was made, out of the answer that tells it: plain, or in GoKart's envelope. */
export function answeredId(payload: unknown): string | null {
  if (typeof payload !== 'string' || payload.length > LONGEST_ANSWER) return null;
  const answer = parsed(payload);
  return idOf(answer) ?? (isObject(answer) && 'data' in answer ? idOf(answer.data) : null);
}

function idOf(value: unknown): string | null {
  return isObject(value) && 'id' in value && typeof value.id === 'string' ? storableText(value.id.slice(0, 64)) : null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text);
    return read;
  } catch {
    return null;
  }
}
