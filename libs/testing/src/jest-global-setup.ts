import 'reflect-metadata';
import { startTestServer } from './test-server';

export = startTestServer;
