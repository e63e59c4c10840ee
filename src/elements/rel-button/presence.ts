import { type Cause, setOpenPanel } from './open-panel.js';

/** The interval, in milliseconds, at which an open panel is checked for being rendered: no event reports every way to hide it. */
const LOOK_EVERY = 200;

/** Keeps an open panel on screen, and the focus with it. */
export interface Presence {
  /** Tells whether the button is still in the document in which it was pressed, and the document in a window. */
  isHere(): boolean;
  /** Shows the panel at its button, or brings the focus back to it; to be called after each rendering of an open flow. */
  show(): void;
  /** Brings the person to the first thing they choose (an agent, the terms, or a row), or closes a panel that they cannot see. */
  focus(): void;
  /** Hides the panel and gives the focus back, unless the person has gone elsewhere with it. */
  hide(): void;
}

/** @param close runs when the person or the page closes the panel */
export const createPresence = (root: ShadowRoot, close: (cause: Cause) => void): Presence => {
  const { host, ownerDocument } = root;
  const focusOn = (selector: string): void => root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  let panel: HTMLElement | null = null;
  let timer: ReturnType<typeof setInterval>;

  const isHere = (): boolean => root.isConnected && root.ownerDocument === ownerDocument && ownerDocument.defaultView !== null;
  /** Tells whether nothing usable has the focus, as after its element is removed, or a press on the empty part of a dialog. */
  const isNowhere = (): boolean => Boolean(ownerDocument.activeElement?.matches('body, dialog'));
  /** @returns whether the panel is rendered; closes it where it is not */
  const look = (): boolean => {
    const isRendered = isHere() && Boolean(panel?.checkVisibility({ visibilityProperty: true }));
    if (!isRendered) close('page');
    return isRendered;
  };

  return {
    isHere,
    show() {
      if (!isHere()) return;
      if (!panel) {
        panel = root.querySelector<HTMLElement>('[popover]');
        setOpenPanel({ host, panel, close });
        timer = globalThis.setInterval(look, LOOK_EVERY);
      }
      // A move in the document hides it too.
      const isHidden = !panel?.matches(':popover-open');
      if (isHidden) panel?.showPopover();
      // WebKit misplaces what stands by an anchor in a page that is scrolled (2.50): in the middle it is seen.
      if (panel && panel.getBoundingClientRect().top < 0) panel.style.cssText = 'position-area:none;inset:0;margin:auto';
      // A row that is rendered away takes the focus along without an event.
      if (isHidden || isNowhere()) this.focus();
    },
    focus() {
      if (look()) focusOn('.agents, [name=terms]:checked, .row');
    },
    hide() {
      if (!panel) return;
      setOpenPanel();
      globalThis.clearInterval(timer);
      // Nothing that was typed is remembered.
      root.querySelectorAll('form').forEach((form) => form.reset());
      if (!isHere()) return;
      const isOurs = root.activeElement || isNowhere();
      if (panel.matches(':popover-open')) panel.hidePopover();
      if (isOurs) focusOn('[part=button]');
    },
  };
};
