/**
 * The page that `web+rel:` links and kept copies open: it relates by the vendor's server, without a page of the vendor.
 */
import { fetchOffer, openLedger } from 'relbutton/agent/ledger';
import { relate } from '../shared/consent.js';
import { finish, say } from '../shared/window.js';
import { originIn } from './vendor.js';

const follow = async (origin) => {
  say(`Asking ${origin}.`);
  const { name, accepts } = await fetchOffer(origin);
  await relate({
    ledger: await openLedger(),
    vendor: { origin, name },
    accepts,
    intro: `You followed a link to ${name}.`,
    source: 'Its server says so.',
    canDecline: false,
  });
};

const link = new URLSearchParams(location.search).get('link');
const origin = link === null ? undefined : originIn(link);
if (origin) {
  follow(origin).catch((error) =>
    finish(`${origin} could not be reached, or does not take part. Nothing was agreed. ${error.message}`),
  );
} else if (link !== null) finish('This link leads to no vendor: an address of a secure page was expected.');
