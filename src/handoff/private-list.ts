import { includes } from '../contract/captured.js';
import { appendNew, attachClosed, createNew, listen, opensElsewhere, replaceChildren, setAttribute } from './captured-dom.js';
import type { Flow } from './flow.js';
import type { Offer } from './offers.js';

/** What is said where agents have no name for it. */
interface Words {
  readonly acts: Readonly<Record<string, string>>;
  /** An agent that gave no name. */
  readonly agent: string;
}

/**
 * Draws the agents that answered, for the person and not for the page.
 *
 * @returns an element for the panel, always the same one: there is one flow a document
 */
export type DrawPrivateList = (flow: Flow, words: Words) => HTMLElement;

/**
 * Makes the closed root in which agents are listed (contract, section 5). Call it while this library loads.
 *
 * Each row is a button, and its name stands in a closed root of its own: in Firefox, events give the row, and so the root of the list
 * with its style sheet, to every listener of the page.
 *
 * @param listSheet draws each `.row`
 * @param nameSheet draws a name, the one element in its root, by its `aria-label`, and keeps it from being the target of an event.
 * Give it to nobody else: its selectors can read the names
 */
export const makePrivateList = (listSheet: CSSStyleSheet, nameSheet: CSSStyleSheet): DrawPrivateList => {
  const box = createNew('div');
  box.className = 'agents';
  const list = appendNew(attachClosed(box, listSheet), 'div');

  let drawn: Flow['offers'];

  return (flow, words) => {
    const { acts } = flow.terms;
    // Drawn again, the row that has the focus would lose it.
    if (drawn === flow.offers) return box;
    drawn = flow.offers;
    replaceChildren(list);
    for (let i = 0; i < acts.length; i++) {
      const act = acts[i] as string;
      for (const place in drawn) {
        const offer = drawn[place] as Offer;
        if (!includes(offer.acts, act)) continue;
        const name = (i ? `${words.acts[act] ?? act}: ` : '') + (offer.label || words.agent);
        const row = appendNew(list, 'button');
        setAttribute(row, 'class', 'look base outline row');
        // Else the list, which scrolls, takes the focus that the box is given.
        setAttribute(row, 'autofocus', '');
        const nameRoot = attachClosed(appendNew(row, 'span'), nameSheet);
        setAttribute(appendNew(nameRoot, name.length > 36 ? 'small' : 'div'), 'aria-label', name);
        // A page that holds the row cannot press it.
        listen(row, 'click', (event) => void (!event.isTrusted || opensElsewhere(event) || flow.choose(offer, act)));
      }
    }
    return box;
  };
};
