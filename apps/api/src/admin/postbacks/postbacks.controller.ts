import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { CreatePostback, PostbackQuery, UpdatePostback, type PostbackView } from './postback.dto';
import { PostbacksService } from './postbacks.service';
import { PreviewPostback, type PostbackPreview } from './preview.dto';
import { PreviewService } from './preview.service';

@Controller('admin/v1')
@UseGuards(AdminGuard)
export class PostbacksController {
  constructor(
    private readonly postbacks: PostbacksService,
    private readonly previews: PreviewService,
  ) {}

  @Post('partners/:id/postbacks')
  create(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') partnerId: string,
    @Body() body: CreatePostback,
  ): Promise<PostbackView> {
    return this.postbacks.create(account, partnerId, body);
  }

  @Get('partners/:id/postbacks')
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') partnerId: string,
    @Query() query: PostbackQuery,
  ): Promise<ListAnswer<PostbackView>> {
    return this.postbacks.list(account, partnerId, query);
  }

  @Post('postbacks/preview')
  @HttpCode(200)
  preview(@CurrentAccount() account: CurrentAccountRef, @Body() body: PreviewPostback): Promise<PostbackPreview> {
    return this.previews.preview(account, body);
  }

  @Get('postbacks/:id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<PostbackView> {
    return this.postbacks.get(account, id);
  }

  @Patch('postbacks/:id')
  update(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: UpdatePostback,
  ): Promise<PostbackView> {
    return this.postbacks.update(account, id, body);
  }

  @Delete('postbacks/:id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.postbacks.remove(account, id);
  }
}
