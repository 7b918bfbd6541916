import { postbackUrlProblem } from '@app/domain';
import { IsObject } from 'class-validator';
import { HasNoProblem, IsRowId, Omittable } from '../../http/field-rules';

export class PreviewPostback {
  /** The template. */
  @HasNoProblem(postbackUrlProblem) url: string;

  /** Values of this conversion; without one, those of a made-up one. */
  @Omittable() @IsRowId() conversionId?: string;

  /** Macro values that count instead, such as `{"pub_click_id": "abc", "cnv_event_id": null}`. */
  @Omittable() @IsObject() sample?: Record<string, string | null>;
}

export interface MacroValue {
  name: string;
  /** As it is, before it is percent-encoded; `null`: the macro has no value. */
  value: string | null;
}

export interface PostbackPreview {
  /** What would be called. */
  url: string;
  warnings: string[];
  /** Every macro that a template may name. */
  macros: MacroValue[];
}
