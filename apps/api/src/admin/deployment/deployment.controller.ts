import { Controller, Get, UseGuards } from '@nestjs/common';
import { Config, SecretBox } from '@app/runtime';
import { CallbackSettingsEntity } from '@app/store';
import { DataSource } from 'typeorm';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { ownVersion } from '../../http/own-version';
import type { DeploymentView } from './deployment.dto';

/** What answers here: `pitlane status` and `pitlane doctor` ask. K§8. */
@Controller('admin/v1/deployment')
@UseGuards(AdminGuard)
export class DeploymentController {
  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  @Get()
  async get(@CurrentAccount() { id }: CurrentAccountRef): Promise<DeploymentView> {
    return {
      version: ownVersion(),
      profile: this.config.PITLANE_PROFILE,
      queue: this.config.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis',
      publicUrl: this.config.publicUrl,
      node: process.version,
      callbackSecret: await this.callbackSecret(id),
    };
  }

  private async callbackSecret(accountId: string): Promise<DeploymentView['callbackSecret']> {
    const callback = await this.dataSource.manager.findOneBy(CallbackSettingsEntity, { accountId });
    const sealed = callback?.secretValueSealed ?? null;
    if (sealed === null) return 'none';
    return this.secrets.open(sealed, accountId) === null ? 'unreadable' : 'readable';
  }
}
