import { Injectable, type CanActivate } from '@nestjs/common';
import { Config } from '@app/runtime';
import { Problem } from '../problem';

/** Emulator controls exist in the `local` profile alone: elsewhere there is nothing at their address. K§7. */
@Injectable()
export class LocalOnly implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (this.config.local) return true;
    throw new Problem(404, 'There is nothing at this address.');
  }
}
