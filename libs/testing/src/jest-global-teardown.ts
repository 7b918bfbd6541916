import { stopTestServer } from './test-server';

export = stopTestServer;
