import { Database } from '@app/store';
import { Given, testDatabase, until } from '@app/testing';
import { connect } from 'node:net';
import { testApi } from '../../specs/test-api';
import { rememberPeers } from './peer-addresses';

const db = testDatabase(Database);
const given = new Given(db);
const { url } = testApi(db);

const REST = 'content-type: application/json\r\ncontent-length: 100\r\n\r\n';

describe(rememberPeers.name, () => {
  it('should let a call be kept, and told as its sender’s fault, when that hangs up within the body', async () => {
    const { slug } = await given.account();
    const socket = connect(Number(new URL(url()).port), '127.0.0.1');
    socket.write(`POST /r/nobody HTTP/1.1\r\nhost: ${slug}.localhost\r\n${REST}{`, () => socket.end());
    let rows: unknown[] = [];
    await until(async () => {
      rows = await db.rows('SELECT kind, source_ip, http_status, result FROM request_logs');
      return rows.length > 0;
    });
    expect(rows).toEqual([{ kind: 'rejection', source_ip: '127.0.0.1', http_status: 400, result: 'body_invalid' }]);
    socket.destroy();
  });
});
