import type { Terms } from '../../handoff/flow-host.js';

/** Gives the person a copy of the offer, a file that they keep and an agent can read, made in the page: no request. */
export const saveCopy = ({ acts, told }: Terms, link: string | undefined): void => {
  // A challenge is for this page and hour.
  const offer = { relbutton: 1, ...told, challenge: undefined, acts, link, date: new Date() };
  const download = document.createElement('a');
  download.href = `data:application/json,${encodeURIComponent(JSON.stringify(offer))}`;
  download.download = `${document.domain}.relbutton.json`;
  download.click();
};
