import { SECRET, type SentRequest } from '../exchange';

/** One line for a shell that sends the same request again; the secret comes from the variable `SECRET` of that shell. */
export function curlLine({ method, url, headers, body }: SentRequest): string {
  const lines = Object.entries(headers).map(([name, value]) =>
    value === SECRET ? `-H ${quoted(`${name}: `)}"${SECRET}"` : `-H ${quoted(`${name}: ${value}`)}`,
  );
  return ['curl -i', `-X ${method}`, quoted(url), ...lines, '--data-binary', quoted(body)].join(' ');
}

/** Nothing within single quotes means anything to a shell but the quote that ends them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
