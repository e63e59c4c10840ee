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
 * Makes the closed root in which agents are named (contract, section 5). To be called while this library loads, for a page that
 * got hold of its style sheet could read the names by selectors.
 *
 * @param css the text of its style sheet, which hides what is in it and draws each `.row`
 */
export const makePrivateList = (css: string): DrawPrivateList => {
  const box = createNew('div');
  box.className = 'agents';
  const root = attachClosed(box);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const list = appendNew(root, 'div');

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
        const row = appendNew(list, 'button');
        setAttribute(row, 'class', 'look base outline row');
        setAttribute(row, 'aria-label', (i ? `${words.acts[act] ?? act}: ` : '') + (offer.label || words.agent));
        listen(row, 'click', (event) => void (opensElsewhere(event) || flow.choose(offer, act)));
      }
    }
    return box;
  };
};
