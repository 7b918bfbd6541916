import { Controller, Get } from '@nestjs/common';
import { Database } from '@app/store';
import { Problem } from '../problem';

/** Is the process alive; can it do its work. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    await this.database.query('SELECT 1').catch(() => {
      throw new Problem(503, 'The database does not answer.');
    });
    return { status: 'ok' };
  }
}
