import { ACTS, actsFor, isAct } from '../../contract/acts.js';
import { AGREEMENT_IDS, isAgreement } from '../../contract/agreements.js';
import { HASH } from '../../contract/fields.js';
import { MAX_CHALLENGE, MAX_NAME, MAX_URL } from '../../contract/messages.js';
import type { Status } from '../../contract/statuses.js';
import { domainOf, linkTo } from '../../handoff/captured-dom.js';
import type { Terms } from '../../handoff/flow-host.js';
import { read, readText } from '../attributes.js';
import { readVendorName } from '../vendor-name.js';
import { langOf } from '../words.js';

const NAMED_ACTS = [...ACTS, 'com.example.own'];

/** The page's origin. Only a document without an address (`srcdoc`, `about:blank`) has to ask its window, whose `origin` a page can set. */
const ORIGIN = (globalThis.location?.origin === 'null' ? window : globalThis.location)?.origin;

/**
 * Where records are sent.
 *
 * @param value of the attribute, relative to the document's base URL
 * @returns an absolute URL without user name or password, of the page's origin and of at most 2,048 UTF-16 units; `undefined` where
 * the value is no such URL
 */
export const endpointOf = (value: string): string | undefined => {
  const { href } = linkTo(value);
  return value.trim() && href.startsWith(`${ORIGIN}/`) && href.length <= MAX_URL ? href : undefined;
};

/**
 * Reads the terms of a press from the valid attributes. Each text fits into the messages to agents (contract, "Messages").
 *
 * @param status that the button shows: it decides which acts fit
 */
export const readTerms = (element: Element, status: Status): Terms => {
  const acts = read(element, 'acts', isAct, NAMED_ACTS);
  return {
    acts: actsFor(acts, status),
    lang: langOf(element),
    status,
    customer: readText(element, 'customer', (value) => HASH.test(value) && value, '43 characters of base64url'),
    told: {
      vendor: { origin: ORIGIN, name: readVendorName(element) ?? (domainOf(document) as string).slice(0, MAX_NAME) },
      accepts: read(element, 'accepts', isAgreement, AGREEMENT_IDS),
      endpoint: readText(element, 'endpoint', endpointOf, `URLs of ${ORIGIN}`),
      challenge: readText(
        element,
        'challenge',
        (value) => value.length <= MAX_CHALLENGE && value,
        `${MAX_CHALLENGE} characters at most`,
      ),
    },
  };
};
