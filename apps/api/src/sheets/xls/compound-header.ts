import { UnreadableSheet } from '../sheet';

/** What the header of a compound file says of its layout. */
export interface CompoundLayout {
  sectorBytes: number;
  /** Streams that are shorter stand in the small sectors. */
  smallBelow: number;
  directory: number;
  smallTable: number;
  /** Where the table of sectors stands. */
  table: readonly number[];
  tableSectors: number;
  moreTable: number;
}

export const HEADER_BYTES = 512;
export const SMALL_SECTOR_BYTES = 64;

const SECTOR_SHIFTS = [9, 12];
const SMALL_SHIFT = 6;
const TABLE_AT = 76;
const LAST_SECTOR = 0xfffffffa;

export function compoundLayout(header: Buffer): CompoundLayout {
  const shift = header.readUInt16LE(30);
  if (!SECTOR_SHIFTS.includes(shift) || header.readUInt16LE(32) !== SMALL_SHIFT) throw damagedFile();
  const table: number[] = [];
  for (let at = TABLE_AT; at < HEADER_BYTES; at += 4) table.push(header.readUInt32LE(at));
  return {
    sectorBytes: 1 << shift,
    smallBelow: header.readUInt32LE(56),
    directory: header.readUInt32LE(48),
    smallTable: header.readUInt32LE(60),
    table: table.filter((sector) => sector < LAST_SECTOR),
    tableSectors: header.readUInt32LE(44),
    moreTable: header.readUInt32LE(68),
  };
}

export function damagedFile(): UnreadableSheet {
  return new UnreadableSheet('The workbook is damaged, or no XLS workbook.');
}
