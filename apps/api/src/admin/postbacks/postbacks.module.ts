import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { PostbacksController } from './postbacks.controller';
import { PostbacksService } from './postbacks.service';
import { PreviewService } from './preview.service';

@Module({ controllers: [PostbacksController], providers: [PostbacksService, PreviewService, AccountWrites] })
export class PostbacksModule {}
