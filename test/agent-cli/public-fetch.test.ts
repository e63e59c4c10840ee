/** An agent on the person's machine reaches vendors on the public internet, and nothing else there. */
import { expect } from 'chai';
import dns from 'node:dns';
import { createServer, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { isPublicAddress } from '../../src/agent/public-address.js';
import { publicFetch } from '../../src/agent/public-fetch.js';
import { vendorOrigin } from '../../src/agent/vendor-origin.js';

describe('publicFetch', () => {
  let server: Server;
  let port: number;
  let asked = 0;
  const { lookup } = dns;
  const setLookup = (one: unknown): void => {
    Object.assign(dns, { lookup: one });
    syncBuiltinESMExports();
  };
  /** Answers names without a network. */
  const resolveTo = (...addresses: string[]): void => {
    const fake = (_: string, __: object, done: (error: null, found: object[]) => void): void =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    setLookup(fake);
  };
  const failure = (address: string, allowLocal = false): Promise<string> =>
    publicFetch({ allowLocal })(address, { signal: AbortSignal.timeout(2_000) }).then(
      () => 'reached',
      (error: Error) => `${error.name}: ${error.message}`,
    );

  before(async () => {
    server = createServer((request, response) => {
      asked++;
      if (request.url === '/away') response.writeHead(302, { location: 'http://localhost:1/' }).end();
      else response.end('{}');
    });
    await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  after(() => {
    setLookup(lookup);
    server.close().closeAllConnections();
  });

  it('reaches no private network, however it is written', async () => {
    const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '10.0.0.1', '192.168.1.1', '172.31.255.1'];
    const others = [
      '169.254.169.254',
      '0.0.0.0',
      '100.64.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[fe80::1]',
    ];
    const more = [
      '[fd00::1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[2001::1]',
      '[ff02::1]',
      'localhost',
      '127.0.0.1.',
      '１２７.0.0.1',
    ];
    for (const host of [...hosts, ...others, ...more])
      expect(await failure(`https://${host}:${port}/`), host).to.match(/private network|this machine/);
    expect(asked).to.equal(0);
  });

  it('reaches no name that leads to one, and only the public addresses of others', async () => {
    for (const addresses of [['127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], ['169.254.169.254', 'fd00::1']]) {
      resolveTo(...addresses);
      expect(await failure(`https://shop.example:${port}/`), addresses.join()).to.include('private network');
      expect(await failure(`https://localhost.:${port}/`, true), 'no name but localhost is local').to.include('private network');
    }
    setLookup(lookup);
    expect(asked).to.equal(0);
  });

  it('uses https, no user name, and no port of another protocol', async () => {
    expect(await failure('http://shop.example/')).to.include('needs https');
    expect(await failure('https://shop.example:22/')).to.include('port 22');
    expect(await failure('https://shop.example:6667/')).to.include('port 6667');
    expect(await failure('https://user:secret@shop.example/')).to.match(/TypeError/);
    for (const address of [
      'https://a@b.example',
      'https://a:b@b.example',
      'http://shop.example',
      'ftp://shop.example',
      'javascript:x',
    ])
      expect(vendorOrigin(address), address).to.equal(undefined);
  });

  it('reaches localhost only where the person says so, and follows nothing', async () => {
    expect(await failure(`http://localhost:${port}/`)).to.include('this machine');
    expect(asked).to.equal(0);
    expect(await failure(`http://localhost:${port}/`, true)).to.equal('reached');
    expect(await failure(`http://127.0.0.2:${port}/`, true)).to.include('https');
    expect(await failure(`http://localhost:${port}/away`, true)).to.include('is not followed');
    expect(asked).to.equal(2);
  });

  it('fails by a TypeError, and at once, where an answer is none of HTTP', async () => {
    const answers = ['101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other', '099 X', '600 X', '999 X'];
    let answer = '';
    const odd = createTcpServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.write(`HTTP/1.1 ${answer}\r\ncontent-length: 2\r\n\r\n{}`));
    });
    await new Promise<void>((resolve) => void odd.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(odd.address() as AddressInfo).port}/`;
    const late = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 1_000, 'no end'));
    for (answer of answers)
      expect(await Promise.race([failure(address, true), late()]), answer).to.equal(
        `TypeError: it answers with the status ${answer.slice(0, 3).replace('099', '99')}, which is no answer to a request.`,
      );
    odd.close();
  });

  it('tells public addresses', () => {
    for (const address of ['1.1.1.1', '93.184.215.14', '2606:4700::1111', '2a00:1450::1', '223.255.255.255'])
      expect(isPublicAddress(address), address).to.equal(true);
    for (const address of ['255.255.255.255', '224.0.0.1', '198.18.0.1', '2001:db8::1', '3fff::1', 'fec0::1', '100::1', 'x', ''])
      expect(isPublicAddress(address), address).to.equal(false);
  });
});
