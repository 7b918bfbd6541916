import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Certificate, CertificateAuthority, selfSigned } from '@app/testing';
import { testPitlane } from '../support/pitlane';
import { makeFolder, removeFolder } from '../support/system/temporary-folder';

const authority = new CertificateAuthority();
const folder = makeFolder();
const trusted = join(folder, 'authority.pem');
writeFileSync(trusted, authority.cert);

const pitlane = testPitlane({ NODE_EXTRA_CA_CERTS: trusted });
let server: Server | null = null;
let requests = 0;

afterEach(() => server?.close());
afterAll(() => removeFolder(folder));

async function listen(certificate: Certificate): Promise<number> {
  requests = 0;
  server = createServer(certificate, (_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function attempted(certificate: Certificate) {
  const account = await pitlane().account();
  await account.callback({ url: `https://localhost:${await listen(certificate)}/callback` });
  await account.freeze();
  const { conversionId } = await account.convertNew(await account.offer());
  await account.advance(1);
  const [{ id } = { id: '' }] = await account.deliveries(`conversionId=${conversionId}`);
  return account.delivery(id);
}

describe('the certificate of a receiver', () => {
  it('should be good when somebody vouches for its name', async () => {
    expect(await attempted(authority.issue({ host: 'localhost' }))).toMatchObject({ status: 'Sent' });
    expect(requests).toBe(1);
  });

  it.each([
    ['nobody vouches for it', () => selfSigned({ host: 'localhost' }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'somebody unknown does',
      () => new CertificateAuthority().issue({ host: 'localhost' }),
      /^(?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE)$/,
    ],
    ['it is for another name', () => authority.issue({ host: 'shop.example' }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'it has run out',
      () => authority.issue({ host: 'localhost', until: new Date('2001-01-01T00:00:00Z') }),
      'CERT_HAS_EXPIRED',
    ],
    [
      'it is not valid yet',
      () => authority.issue({ host: 'localhost', from: new Date('2048-01-01T00:00:00Z') }),
      'CERT_NOT_YET_VALID',
    ],
  ])('should keep the delivery back, to be tried again, when %s', async (_what, issue, code) => {
    const delivery = await attempted(issue());
    expect(delivery).toMatchObject({
      status: 'Pending',
      advice: expect.stringContaining('certificate') as string,
      attempts: [{ response: null, error: { code: expect.stringMatching(code) as string } }],
    });
    expect(requests).toBe(0);
  });
});
