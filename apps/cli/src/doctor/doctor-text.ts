import { paint, type Colour } from '../output/print';
import type { Finding } from './finding';

const MARKS: Readonly<Record<Finding['level'], readonly [mark: string, colour: Colour]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  error: ['✗', 'red'],
  skipped: ['–', 'dim'],
};

export function doctorText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, level, message, advice }) => {
    const [mark, colour] = MARKS[level];
    const line = `${paint(colour, mark)} ${check.padEnd(14)} ${message}`;
    return advice === undefined ? [line] : [line, `  ${' '.repeat(14)} ${paint('bold', '→')} ${advice}`];
  });
  const errors = findings.filter(({ level }) => level === 'error').length;
  return [...lines, errors === 0 ? 'Nothing is wrong.' : `${String(errors)} to mend.`].join('\n');
}
