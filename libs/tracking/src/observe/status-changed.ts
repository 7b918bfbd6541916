import { Signal } from '@app/runtime';
import type { StoredConversion, Written } from '@app/store';

/** A conversion whose status, or its reason, is another one from now on, with what follows from it. Told once it is written. */
export interface StatusChange {
  row: StoredConversion;
  written: Written;
}

export const STATUS_CHANGED = new Signal<StatusChange>();
