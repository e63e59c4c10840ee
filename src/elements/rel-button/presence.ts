import { eventKey, eventPath, listen, unlisten } from '../../handoff/captured-dom.js';

/** Whether nothing that a person uses has the focus, as after its element was removed, or a press on the empty part of a dialog. */
const isNowhere = (): boolean => !!document.activeElement?.matches('body, dialog');

/** What keeps an open panel on screen and the focus with it. */
export interface Presence {
  /** Shows the panel at its button, or brings the focus back to it; to be called after each rendering of an open flow. */
  show(): void;
  /** Brings the person to what they most likely want. */
  focus(): void;
  /** Hides the panel and gives the focus back, unless the person has gone elsewhere with it. */
  hide(): void;
}

/** Whether what an event seems to come from has a closed root in which an element is: in there, nobody out here sees more of it. */
const isClosedAround = (element: Element, target: EventTarget | undefined): boolean => {
  const { host, mode } = element.getRootNode() as ShadowRoot;
  return Boolean(host) && ((host === target && mode === 'closed') || isClosedAround(host, target));
};

/** @param dismiss runs when the person presses Escape, or outside the panel and every other button of this kind */
export const createPresence = (root: ShadowRoot, dismiss: (isEscape: boolean) => void): Presence => {
  const { constructor } = root.host;
  const focusOn = (selector: string): void => root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  let panel: HTMLElement | null = null;

  const onEvent = (event: Event): void => {
    const isEscape = eventKey(event) === 'Escape';
    const path = eventPath(event);
    const [target] = path;
    const isInside = path.some((node) => node instanceof constructor) || isClosedAround(root.host, target);
    if (!event.isTrusted || !(isEscape || (event.type === 'click' && !isInside))) return;
    // The Escape that closes this panel closes no dialog around it; a click outside does what it does.
    if (isEscape) event.preventDefault();
    dismiss(isEscape);
  };
  const forEachType = (how: typeof listen): void => {
    for (const type of ['keydown', 'click']) how(document, type, onEvent, true);
  };

  return {
    show() {
      if (!panel) forEachType(listen);
      panel ??= root.querySelector<HTMLElement>('[popover]');
      // A move in the document hides it too.
      const isHidden = !panel?.matches(':popover-open');
      if (isHidden) panel?.showPopover();
      // WebKit misplaces what stands by an anchor in a page that is scrolled (2.50): in the middle it is seen.
      if (panel && panel.getBoundingClientRect().top < 0) panel.style.cssText = 'position-area:none;inset:0;margin:auto';
      // A row that is rendered away takes the focus along without an event.
      if (isHidden || isNowhere()) this.focus();
    },
    focus: () => focusOn('.agents, .row'),
    hide() {
      if (!panel) return;
      forEachType(unlisten);
      // Nothing that was typed is remembered.
      root.querySelector('form')?.reset();
      const isOurs = root.activeElement || isNowhere();
      if (panel.matches(':popover-open')) panel.hidePopover();
      if (isOurs) focusOn('[part=button]');
    },
  };
};
