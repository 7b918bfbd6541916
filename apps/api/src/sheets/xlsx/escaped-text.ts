import { storableText } from '@app/domain';

const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** `_x0041_` means “A” in a workbook. */
export function unescaped(text: string): string {
  return storableText(text.replace(ESCAPED, (_, code: string) => String.fromCharCode(parseInt(code, 16))));
}
