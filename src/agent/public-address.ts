/**
 * Tells addresses of the public internet from those of private networks, in Node.
 *
 * @module
 */
import { BlockList, isIP } from 'node:net';

/** Networks of IPv4 that are not public (IANA, "IPv4 Special-Purpose Address Registry"; multicast; reserved). */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** The one public network of IPv6 (RFC 4291), and what in it is not, or leads to an address of IPv4 (Teredo, 6to4). */
const GLOBAL = ['2000::/3'];
const NOT_GLOBAL = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
};
const [notPublic, global, notGlobal] = [listOf(NOT_PUBLIC, 'ipv4'), listOf(GLOBAL, 'ipv6'), listOf(NOT_GLOBAL, 'ipv6')];

/** @param address of IPv4 or IPv6, without brackets */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, 'ipv4');
  return family === 6 && global.check(address, 'ipv6') && !notGlobal.check(address, 'ipv6');
};

/** Returns whether an address is of this machine alone: `127.0.0.0/8` or `::1`. */
export const isLoopback = (address: string): boolean => address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));

/**
 * Ports from 1024 up that a request must not go to, since other protocols use them; below, only 443 is allowed (Fetch Standard, "port
 * blocking").
 */
const BAD_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];
/** @param port as in a URL: empty for the usual one */
export const isWebPort = (port: string): boolean => port === '' || (Number(port) >= 1_024 && !BAD_PORTS.includes(Number(port)));
