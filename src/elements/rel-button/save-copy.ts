import { writeJson } from '../../contract/write-json.js';
import { domainOf, linkTo } from '../../handoff/captured-dom.js';
import type { Terms } from '../../handoff/flow-host.js';

/** Gives the person a copy of the offer, a file that they keep and an agent can read, made in the page: no request. */
export const saveCopy = ({ acts, told }: Terms, link: string | undefined): void => {
  // A challenge is for this page and hour.
  const offer = { relbutton: 1, ...told, challenge: undefined, acts, link, date: new Date().toISOString() };
  const download = linkTo(`data:application/json,${encodeURIComponent(writeJson(offer))}`);
  download.download = `${domainOf(document)}.relbutton.json`;
  download.click();
};
