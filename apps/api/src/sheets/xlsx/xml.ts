import { SaxesParser } from 'saxes';
import { UnreadableSheet } from '../sheet';

const DEEPEST = 64;
const LONGEST = 1_048_576;

/** What a reader of a part wants to be told. Names come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * XML that is read as it comes. Nothing is held but the tags that are open; entities are the five of XML itself.
 * @throws UnreadableSheet
 */
export class XmlStream {
  private depth = 0;
  private sinceTag = 0;
  private readonly parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });

  constructor(private readonly reader: XmlReader) {
    const text = (piece: string): void => reader.text?.(piece);
    this.parser.on('text', text);
    this.parser.on('cdata', text);
    this.parser.on('opentag', ({ name, attributes }) => {
      this.open(name, attributes);
    });
    this.parser.on('closetag', ({ name }) => {
      this.close(name);
    });
    this.parser.on('doctype', () => {
      throw new UnreadableSheet('The workbook is damaged: its parts may declare no document type.');
    });
    this.parser.on('error', () => {
      throw new UnreadableSheet('The workbook is damaged: a part is no XML.');
    });
  }

  write(chunk: string): void {
    this.sinceTag += chunk.length;
    this.parser.write(chunk);
    // A text or a tag without end would be held whole.
    if (this.sinceTag > LONGEST) throw new UnreadableSheet('A text in the workbook is longer than 1 MiB.');
  }

  end(): void {
    this.parser.close();
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.sinceTag = 0;
    this.depth += 1;
    if (this.depth > DEEPEST) throw new UnreadableSheet('The workbook is damaged: its parts are nested too deeply.');
    this.reader.open(withoutPrefix(name), attributes);
  }

  private close(name: string): void {
    this.sinceTag = 0;
    this.depth -= 1;
    this.reader.close?.(withoutPrefix(name));
  }
}

/** Reads XML to its end. @throws UnreadableSheet */
export async function readXml(chunks: AsyncIterable<string>, reader: XmlReader): Promise<void> {
  const xml = new XmlStream(reader);
  for await (const chunk of chunks) xml.write(chunk);
  xml.end();
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
