import type { ValueTransformer } from 'typeorm';

/** `numeric(18,6)` reads back as `9.990000`; the domain writes `9.99`. */
export const money: ValueTransformer = {
  to: (value: string | null): string | null => value,
  from: (value: string | null): string | null => (value === null ? null : trimScale(value)),
};

/** Drops the zeros that a fixed scale adds: `9.990000` is `9.99`, `5.000000` is `5`. */
export function trimScale(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
