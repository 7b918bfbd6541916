/** A small API of the same shape as ours: path → content. */
export const HOUSE: Readonly<Record<string, string>> = {
  'package.json': '{ "version": "1.2.3" }',
  'libs/domain/src/index.ts': `
    export const STATUSES = ['Pending', 'Sent'] as const;
    export type Status = (typeof STATUSES)[number];
    export interface Where { city: string }`,
  'apps/api/src/http/problem.ts': 'export interface ProblemDetails { type: string; errors: string[] }',
  'apps/api/src/gokart/envelope.ts': `
    export interface ResponseResult<Data> { isSuccessful: boolean; data?: Data }
    export const ENVELOPE_ERRORS = { prefixes: ['/api/v1/', '/track'], body: () => null };`,
  'apps/api/src/integr8/replies.ts': `
    export interface Integr8Error { message: string }
    export const INTEGR8_ERRORS = { prefixes: ['/r/'] };`,
  'apps/api/src/http/rules.ts': `
    import { applyDecorators } from '@nestjs/common';
    import { IsInt, Length, Min, Transform, ValidateBy } from 'class-validator';
    const MOST = 10 * 25;
    export const IsName = (): PropertyDecorator => applyDecorators(Length(1, MOST));
    export function AtLeast(least = 3): PropertyDecorator { return applyDecorators(IsInt(), Min(least)); }
    export function IsId(): PropertyDecorator { return named('isId'); }
    export const trim = Transform(({ value }) => value);
    function named(name: string): PropertyDecorator { return ValidateBy({ name, validator: { validate: () => true } }); }`,
  'apps/api/src/http/page.ts': `
    /** One page. G§7.2. */
    export interface Page<Item> { items: Item[]; totalCount: number }
    export class CsvFile extends StreamableFile { constructor(readonly columns: string[]) { super(); } }
    export class XlsxFile extends StreamableFile { constructor(readonly columns: string[]) { super(); } }
    export type ListFile = CsvFile | XlsxFile;
    export type ListAnswer<Item> = Page<Item> | ListFile;`,
  'apps/api/src/admin/things/thing.dto.ts': `
    import { STATUSES, type Status, type Where } from '@app/domain';
    import { ArrayNotEmpty, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
    import { AtLeast, IsId, IsName, trim } from '../../http/rules';
    class Paging {
      @IsInt() @Min(0) @Max(100) page = 0;
      @IsOptional() @IsString() orderby?: string;
    }
    export class ThingQuery extends Paging {
      @IsOptional() @IsIn(STATUSES, { each: true }) status?: Status[];
      /** After it. K§6. */
      @IsOptional() @IsString() from?: Date;
      @IsOptional() @IsIn(['name', 'age']) override orderby?: 'name' | 'age';
    }
    /** A new thing (K§3.2, G10.7). */
    export class CreateThing {
      @trim @IsName() name: string;
      @AtLeast() legs: number;
      @AtLeast(7) @IsOptional() eyes?: number | null;
      @IsId() owner: string;
      @IsIn(STATUSES) status: Status;
      @IsIn(['Sent']) only: Status;
      @ArrayNotEmpty() @Matches(/^a+$/, { each: true }) words: string[];
      /** @example "blue" */
      @IsString() colour = 'red';
    }
    export interface Named { id: string; name: string }
    /** A thing, <b>"bold"</b> & \`<plain>\`. */
    export interface ThingView extends Named {
      status: Status | null;
      state?: Status;
      outcome: 'good' | 'bad' | null;
      createdAt: string;
      eventId: string;
      seenAt: Date | null;
      count: number;
      tags: readonly string[];
      where: Where;
      also: { deep: { deeper: boolean }[] };
      extra: Readonly<Record<string, number>>;
      what: What;
      anything: unknown;
      describe(): string;
    }
    export type What = { kind: 'a'; at: string } | { kind: 'b'; number: number };`,
  'apps/api/src/admin/things/things.controller.ts': `
    import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
    import { AdminGuard } from '../../http/admin.guard';
    import { CurrentAccount, RootOnly } from '../../http/current-account';
    import type { ListAnswer, Page } from '../../http/page';
    import { CreateThing, ThingQuery, type ThingView } from './thing.dto';
    const WAYS = ['a/:id', 'b'];
    /** Things. K§6. */
    @Controller('admin/v1/things')
    @UseGuards(AdminGuard)
    export class ThingsController {
      @Get() list(@CurrentAccount() account: object, @Query() query: ThingQuery): Promise<ListAnswer<ThingView>> { throw query; }
      @Post() create(@Body() body: CreateThing): Promise<ThingView> { throw body; }
      /** By hand. */
      @Get(':id') get(@Param('id') id: string, @Req() request: object): Promise<ThingView> { throw id; }
      @Delete(':id') @HttpCode(204) @RootOnly() remove(@Param('id') id: string): Promise<void> { throw id; }
      @Get(WAYS) search(@Query('q') q: string): Promise<Page<ThingView>> { throw q; }
    }`,
};
