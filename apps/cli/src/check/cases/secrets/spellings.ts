type Headers = Readonly<Record<string, string>>;

/** Other ways to spell a header name than in lower case, which is how the platform sends it; the given one first. */
export function spellings(header: string): string[] {
  const title = header.toLowerCase().replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
  const found = new Set([header, title, header.toUpperCase()]);
  found.delete(header.toLowerCase());
  return [...found];
}

/** The same headers, this one spelled otherwise. */
export function spelledAs(headers: Headers, header: string, spelling: string): Headers {
  const named = Object.entries(headers).map(([name, value]) => [
    name === header.toLowerCase() ? spelling : name,
    value,
  ]);
  return Object.fromEntries<string>(named.map(([name = '', value = '']) => [name, value]));
}
