import { domainOf, linkTo } from '../../handoff/captured-dom.js';

/** Gives the person a file that they keep and an agent can read, made in the page: no request. @param text JSON */
export const saveFile = (text: string): void => {
  const download = linkTo(`data:application/json,${encodeURIComponent(text)}`);
  download.download = `${domainOf(document)}.relbutton.json`;
  download.click();
};
