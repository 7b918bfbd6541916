import 'reflect-metadata';
import { startTestServer } from './servers/test-server';

export = startTestServer;
