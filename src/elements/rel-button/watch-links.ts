import type { ReactiveElement } from 'lit';
import { contentOf } from '../../handoff/links.js';

/** The changes that `linksOf` depends on. */
const READ = {
  childList: true,
  subtree: true,
  characterData: true,
  attributeFilter: ['href', 'target', 'alt', 'hidden', 'aria-hidden', 'aria-label'],
};

/** The button of each observed node: the button itself, and what is slotted into it. */
const buttons = new WeakMap<Node, ReactiveElement>();
let observer: MutationObserver | undefined;

const buttonOf = (node: Node | null): ReactiveElement | null => node && (buttons.get(node) ?? buttonOf(node.parentNode));
const update = (button: ReactiveElement | null): void => {
  if (button) watchLinks(button);
  button?.requestUpdate();
};
const onSlotChange = ({ currentTarget }: Event): void => update(currentTarget as ReactiveElement);

/** Updates a button when its links or their texts may have changed, in slots too. One observer watches all buttons. */
export const watchLinks = (button: ReactiveElement): void => {
  observer ??= new MutationObserver((records) => new Set(records.map(({ target }) => buttonOf(target))).forEach(update));
  const slots = [...button.querySelectorAll('slot')];
  for (const node of [button, ...slots.flatMap(contentOf)]) {
    buttons.set(node, button);
    observer.observe(node, READ);
  }
  // Added again, a listener stays where it is.
  if (slots[0]) button.addEventListener('slotchange', onSlotChange);
};
