import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  [keyword: string]: unknown;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: unknown[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Generated {
  status: number | null;
  stderr: string;
  json: string;
  html: string;
  document: OpenApi;
}

/** Runs the generator of the checkout at `root` and reads what it wrote to `folder`. */
export function generate(root: string, folder: string): Generated {
  const program = join(root, 'tools/openapi/generate.mjs');
  const { status, stderr } = spawnSync(process.execPath, [program, '--strict', '--out', folder], { encoding: 'utf8' });
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return '';
    }
  };
  const json = read('openapi.json');
  const document = (json === '' ? { paths: {}, components: { schemas: {} } } : JSON.parse(json)) as OpenApi;
  return { status, stderr, json, html: read('docs.html'), document };
}
