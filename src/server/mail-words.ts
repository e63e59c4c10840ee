/**
 * The texts of the mails. "You" are the vendor's people.
 *
 * @module
 */

/** What a customer did, by act, after their name. */
export const DID: Readonly<Record<string, string>> = {
  relate: 'relates with you',
  converse: 'wrote to you',
  intentcast: 'needs something',
  pledge: 'made a pledge',
  share: 'shared something with you',
  revoke: 'took a share back',
  regard: 'said how it feels',
  pause: 'paused',
  resume: 'took up again',
  leave: 'left',
};
export const MAIL = {
  asks: 'asks for your decision',
  other: 'did something',
  atDesk: 'See it at your desk:',
  nothing: 'What they wrote is not in this mail: it is kept with you and with them alone.',
} as const;
