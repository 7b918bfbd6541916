import { PackedTexts } from '../cells/packed-texts';
import { unescaped } from './escaped-text';
import { RichText } from './rich-text';
import { readXml } from './xml';

/** Reads the texts that cells share. @throws UnreadableSheet */
export async function readSharedStrings(part: AsyncIterable<string>): Promise<PackedTexts> {
  const strings = new PackedTexts();
  const text = new RichText();
  await readXml(part, {
    open: (name) => {
      if (name === 'si') text.clear();
      else text.open(name);
    },
    close: (name) => {
      if (name === 'si') strings.add(unescaped(text.value));
      else text.close(name);
    },
    text: (piece) => {
      text.add(piece);
    },
  });
  return strings;
}
