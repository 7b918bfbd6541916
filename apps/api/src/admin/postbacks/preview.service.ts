import { Injectable } from '@nestjs/common';
import { POSTBACK_MACROS, postbackValues, postbackWarnings, renderPostback } from '@app/domain';
import { Database, findConversion } from '@app/store';
import { Catalog, toReport } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import type { PostbackPreview, PreviewPostback } from './preview.dto';
import { checkSample, SAMPLE_VALUES, type MacroSample } from './sample-values';

/** Shows what a template becomes, without sending anything. K§5.2. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  async preview(
    account: CurrentAccountRef,
    { url, conversionId, sample = {} }: PreviewPostback,
  ): Promise<PostbackPreview> {
    const base = conversionId === undefined ? SAMPLE_VALUES : await this.valuesOf(account, conversionId);
    const values = { ...base, ...checkSample(sample) };
    const config = await this.catalog.account(account.id);
    return {
      url: renderPostback(url, values, config?.switches.nullMacro ?? 'empty'),
      warnings: postbackWarnings(url),
      macros: POSTBACK_MACROS.map((name) => ({ name, value: values[name] ?? null })),
    };
  }

  private async valuesOf(account: CurrentAccountRef, conversionId: string): Promise<MacroSample> {
    const row = await findConversion(this.database, account.id, conversionId);
    const offer = row === null ? null : await this.catalog.offer(row.offerId);
    if (row === null || offer === null) throw Problem.field('conversionId', 'There is no such conversion.');
    const partner = row.partnerId === null ? null : await this.catalog.partner(row.partnerId);
    return postbackValues(toReport(row, offer, partner));
  }
}
