import { Controller, Get, Inject, Optional, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem';

/** The folder of the generated files, where it is not the one that this file was built into. */
export const DOCS_FOLDER = Symbol('docs folder');

/** `dist`, seen from `dist/apps/api/src/http`. */
const BUILT = join(__dirname, '../../../../..');
const STYLE = /<style>([^]*?)<\/style>/;

interface BuiltFile {
  content: Buffer;
  headers: Readonly<Record<string, string>>;
}

/** What the build writes about this API: a page for people, OpenAPI for programs. K§6. */
@Controller('docs')
export class DocsController {
  private readonly files = new Map<string, Promise<BuiltFile>>();
  private readonly folder: string;

  constructor(@Optional() @Inject(DOCS_FOLDER) folder?: string) {
    this.folder = folder ?? BUILT;
  }

  @Get()
  reader(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer('docs.html', request, reply);
  }

  @Get('openapi.json')
  openapi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer('openapi.json', request, reply);
  }

  private async answer(name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { content, headers } = await this.read(name);
    const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
    const isKnown = headers['etag'] !== undefined && known.includes(headers['etag']);
    void (isKnown ? reply.code(304).headers(headers).send() : reply.headers(headers).send(content));
  }

  /** Each file is read once, when it is first asked for; one that is not there is looked for again. */
  private read(name: string): Promise<BuiltFile> {
    const known = this.files.get(name);
    if (known !== undefined) return known;
    const reading = readFile(join(this.folder, name)).then(toBuiltFile, () => {
      this.files.delete(name);
      throw new Problem(404, `${name} is not there: it is made by "npm run build".`);
    });
    this.files.set(name, reading);
    return reading;
  }
}

function toBuiltFile(content: Buffer): BuiltFile {
  const style = STYLE.exec(content.toString())?.[1];
  const contentType = style === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  const styles = style === undefined ? '' : ` style-src 'sha256-${sha256(style).toString('base64')}'; img-src data:;`;
  return {
    content,
    headers: {
      'content-type': contentType,
      'content-security-policy': `default-src 'none';${styles} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-cache',
      etag: `"${sha256(content).toString('base64url')}"`,
    },
  };
}

function sha256(content: string | Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
