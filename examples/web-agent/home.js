import { openLedger } from 'relbutton/agent/ledger';
import { showRelationships } from '../shared/relationships.js';
import { originIn } from './vendor.js';

const status = document.querySelector('#status');

/** Registers the page for `web+rel:` links, in a gesture, since browsers ask the person. */
const register = document.querySelector('#register');
register.hidden = !('registerProtocolHandler' in navigator);
register.onclick = () => {
  navigator.registerProtocolHandler('web+rel', `${location.origin}/link.html?link=%s`);
  status.textContent = 'Your browser asks whether this agent may open such links. From then on they come here.';
};

document.querySelector('#copy').onchange = async ({ target }) => {
  const origin = originIn(await target.files[0].text());
  // The copy may be out of date: take the offer from the vendor's server.
  if (origin) location.assign(`/link.html?link=${encodeURIComponent(`web+rel:${encodeURIComponent(origin)}`)}`);
  else status.textContent = 'This file is no copy of an offer.';
};

document.querySelector('#address').textContent = location.host;
await showRelationships(await openLedger());
