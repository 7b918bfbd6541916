import { Refused } from '../client/failures';

/** What a failure says, and which field it is about where its sentence does not say so. */
export function complaintOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof Refused)) return error.message;
  const fields = error.fields.filter(({ message }) => !error.message.includes(message));
  return [error.message, ...fields.map(({ field, message, line }) => `  ${place(line)}${field}: ${message}`)].join(
    '\n',
  );
}

function place(line: number | undefined): string {
  return line === undefined ? '' : `line ${String(line)}: `;
}
