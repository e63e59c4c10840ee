import { includes } from '../contract/captured.js';
import { appendNew, attachClosed, createNew, listen, opensElsewhere, replaceChildren, setAttribute } from './captured-dom.js';
import type { Flow } from './flow.js';
import type { Offer } from './offers.js';

/** The word of the list that does not come from agents. */
interface Words {
  /** The label of an agent that gave none. */
  readonly agent: string;
}

/**
 * Draws the agents that offered an act, so that the person can read their names and the page cannot.
 *
 * @returns an element for the panel, always the same one, since a document has one flow
 */
export type DrawPrivateList = (flow: Flow, words: Words, act: string) => HTMLElement;

/**
 * Makes the closed root that lists agents (contract, "Lanes"). Call it while this library loads.
 *
 * Each row is a button with its name in a closed root of its own: in Firefox, events expose the row, and so the root of the list with
 * its style sheet, to every listener of the page.
 *
 * @param listSheet styles each `.row`
 * @param nameSheet draws a name, the only element in its root, from its `aria-label`, and keeps it from being an event target. Do not
 * use this sheet elsewhere: its selectors can read the names
 */
export const makePrivateList = (listSheet: CSSStyleSheet, nameSheet: CSSStyleSheet): DrawPrivateList => {
  const box = createNew('div');
  setAttribute(box, 'class', 'agents');
  const list = appendNew(attachClosed(box, listSheet), 'div');

  let drawn: Flow['offers'];
  let drawnAct: string;

  return (flow, words, act) => {
    // Do not redraw: the focused row would lose the focus.
    if (drawn === flow.offers && drawnAct === act) return box;
    drawn = flow.offers;
    drawnAct = act;
    replaceChildren(list);
    for (const place in drawn) {
      const offer = drawn[place] as Offer;
      if (!includes(offer.acts, act)) continue;
      const name = offer.label || words.agent;
      const row = appendNew(list, 'button');
      setAttribute(row, 'class', 'look base outline row');
      // Otherwise the list, which scrolls, takes the focus.
      setAttribute(row, 'autofocus', '');
      const nameRoot = attachClosed(appendNew(row, 'span'), nameSheet);
      setAttribute(appendNew(nameRoot, name.length > 36 ? 'small' : 'div'), 'aria-label', name);
      // Only trusted clicks count: a page that holds the row cannot press it.
      listen(row, 'click', (event) => void (!event.isTrusted || opensElsewhere(event) || flow.choose(offer, act)));
    }
    return box;
  };
};
