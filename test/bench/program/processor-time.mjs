// Processor time that processes have used, all their threads, from /proc: what a noisy machine tells most reliably.
import { readdirSync, readFileSync } from 'node:fs';

const TICK_US = 10_000;

/** Of one process, in microseconds. */
export function processorTime(pid) {
  const [, user, system] = fieldsOf(pid);
  return (user + system) * TICK_US;
}

/** Of a server and the processes that it has made and that are still there. */
export function familyTime(pid) {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && fieldsOf(other)[0] === pid);
  return [pid, ...children].reduce((sum, member) => sum + processorTime(member), 0);
}

/** Parent, user ticks, system ticks. */
function fieldsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in parentheses may hold anything, spaces too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [1, 11, 12].map((index) => Number(fields[index]));
  } catch {
    return [0, 0, 0];
  }
}
