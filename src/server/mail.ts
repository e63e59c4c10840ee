/**
 * Tells a vendor's people by mail that a customer did something. Needs the package `nodemailer`.
 *
 * @module
 */
import { createTransport } from 'nodemailer';
import type { Change, OnChange } from './outbox.js';
import { DID, MAIL } from './mail-words.js';

export interface MailNoticeOptions {
  /** The mail server: a URL such as `smtps://user:password@mail.example`, or any other parameter of nodemailer's `createTransport`. */
  readonly transport: string | object;
  /** The sender: an address, or a name and an address as `Acme Coffee <desk@shop.example>`. */
  readonly from: string;
  /** The one address that is told. For several people, use one that your mail server hands on to all of them. */
  readonly to: string;
  /** The absolute URL of the desk, to which each mail links: `https://shop.example/desk`. */
  readonly desk: string;
  /** The customers' acts that are told, such as `['relate', 'converse']`. Default: all. */
  readonly acts?: readonly string[];
}

/** The time limit for the mail server, in milliseconds: less than the lease of a message. */
const PATIENCE = 15_000;

const ADDRESS = /^[^\s\p{Cc}@<>",;:]+@[^\s\p{Cc}@<>",;:]+$/u;
/** Reads an address, with or without a name before it. @throws TypeError */
const mailbox = (option: string, text: string): { name: string; address: string } => {
  const [, name = '', address = text] = /^([^\p{Cc}<>]*)<([^<>]*)>$/u.exec(text) ?? [];
  const given = { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
  if (!ADDRESS.test(given.address))
    throw new TypeError(`The option ${option} of createMailNotice is one address, such as desk@shop.example: not ${text}.`);
  return given;
};

/** Says a change in one line. It has nothing that the customer wrote: neither text, address, amount nor reason. */
const subjectOf = ({ iss, act, status }: Change): string => {
  const name = `Customer ${iss.slice(0, 8)}`;
  if (status === 'asked') return `${name} ${MAIL.asks}`;
  return `${name} ${Object.hasOwn(DID, act) ? DID[act] : MAIL.other}`;
};

/**
 * Makes an `onchange` that mails what customers do: who, which act, when, and a link to the desk, as plain text. Nothing that they wrote
 * is in it, since mail is kept by others: no text, no need, no address, no amount, no reason. What the vendor itself says is not told.
 *
 * A change has the same `Message-ID` and `Date` each time that it is sent.
 *
 * @param options `{transport, from, to, desk}`; `acts` has a default
 * @returns a function for the option `onchange`. A change is retried unless the mail server takes it within 15 s
 * @throws TypeError if an address or the URL has another form
 * @example
 * const notice = createMailNotice({
 *   transport: process.env.SMTP_URL,
 *   from: 'Acme Coffee <desk@shop.example>',
 *   to: 'anna@shop.example',
 *   desk: 'https://shop.example/desk',
 * });
 * const vendor = createVendor({ origin, name, accepts, key, onchange: notice });
 */
export const createMailNotice = ({ transport, from, to, desk, acts }: MailNoticeOptions): OnChange => {
  const [sender, receiver] = [mailbox('from', from), mailbox('to', to)];
  if (!URL.canParse(desk)) throw new TypeError(`The option desk of createMailNotice is an absolute URL: not ${desk}.`);
  const { hostname, href } = new URL(desk);
  const transporter = createTransport(transport);

  return async (change) => {
    const { id, iss, act, side, occurredAt } = change;
    if (side !== 'customer' || (acts && !acts.includes(act))) return;
    const subject = subjectOf(change);
    const link = `${href.replace(/\/$/, '')}/${encodeURIComponent(iss)}`;
    await transporter.sendMail({
      from: sender,
      to: receiver,
      subject,
      text: `${subject}.\n\n${MAIL.atDesk}\n${link}\n\n${MAIL.nothing}\n`,
      date: new Date(occurredAt),
      messageId: `<${id.replace(/[^\w-]/g, '')}@${hostname}>`,
      // Let no mailbox answer that its person is on holiday (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
  };
};
