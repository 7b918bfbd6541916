import { stopTestServer } from './servers/test-server';

export = stopTestServer;
