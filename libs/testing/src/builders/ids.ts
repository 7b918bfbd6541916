let made = 0;

/** A new id of version 7, the same ones in each run: a failure shows the same ids again. */
export function anId(): string {
  made += 1;
  return `019a8f3e-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

/** A number of this spec file's own, for names that must differ. */
export function aNumber(): number {
  made += 1;
  return made;
}
