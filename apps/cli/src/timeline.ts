import { styleText } from 'node:util';

type Colour = 'green' | 'red' | 'yellow' | 'cyan';

/** Prints what happens against the platform's clock, one line each. */
export class Timeline {
  private start: number | null = null;

  constructor(private readonly out: NodeJS.WritableStream) {}

  title(text: string): void {
    this.out.write(`\n${styleText('bold', text)}\n\n`);
  }

  /** `at`: platform time of the event, as ISO text; shown as the time since the first one. */
  event(at: string, what: string, detail: string, colour: Colour = 'cyan'): void {
    const instant = Date.parse(at);
    this.start ??= instant;
    this.out.write(
      `  ${styleText('dim', clock(instant - this.start))}  ${styleText(colour, what.padEnd(12))} ${detail}\n`,
    );
  }

  note(text: string): void {
    this.out.write(`  ${styleText('dim', text)}\n`);
  }
}

/** `1:02:00` for an hour and two minutes. */
function clock(elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${String(hours)}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
