import { UnreadableSheet } from '../sheet';

/** What a cell can hold is 32,767 characters. */
const LONGEST = 262_144;

/** Gathers the text of a cell from its runs, without the reading aids of East Asia. */
export class RichText {
  value = '';
  private isInText = false;
  private isInAid = false;

  clear(): void {
    this.value = '';
    this.isInText = false;
    this.isInAid = false;
  }

  open(name: string): void {
    if (name === 't') this.isInText = true;
    else if (name === 'rPh') this.isInAid = true;
  }

  close(name: string): void {
    if (name === 't') this.isInText = false;
    else if (name === 'rPh') this.isInAid = false;
  }

  add(text: string): void {
    if (!this.isInText || this.isInAid) return;
    this.value += text;
    if (this.value.length > LONGEST) {
      throw new UnreadableSheet('A text in the workbook is longer than a cell can hold.');
    }
  }
}
