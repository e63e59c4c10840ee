/**
 * The page at `/.well-known/rel-agent`: a vendor's page opens it when a person enters this agent's address.
 */
import { onChosen } from 'relbutton/agent/web';
import { openLedger } from 'relbutton/agent/ledger';
import { relate } from '../shared/consent.js';
import { finish } from '../shared/window.js';

onChosen(async ({ act, vendor, accepts, challenge, propose }, signal) => {
  signal.addEventListener('abort', () => finish(`It ended at ${vendor.name}.`));
  return relate({
    ledger: await openLedger(),
    vendor,
    act,
    accepts,
    challenge,
    propose,
    intro: `You named this agent at the relbutton of ${vendor.name}.`,
    source: 'Your browser says so.',
  });
});
