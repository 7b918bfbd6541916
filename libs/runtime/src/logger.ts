import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on stderr; what a command prints for people or programs goes to stdout. */
export function createLog(level: string): Log {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Nest's own messages through the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, context?: unknown): void {
    this.to.debug({ context }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    const error = message instanceof Error ? message : details.find((detail) => detail instanceof Error);
    this.to.error({ err: error, details: error === undefined ? details : undefined }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.to.warn({ context }, String(message));
  }
}
