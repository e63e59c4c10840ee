import { eventKey, eventPath, listen } from '../../handoff/captured-dom.js';
import { FormControl } from './form-control.js';
import { dropRepeat } from './single-press.js';

/** Why a panel closes: the person pressed Escape or outside it, or it is no longer rendered. */
export type Cause = 'escape' | 'outside' | 'page';

/** A panel that is open. There is at most one, as there is one flow in a document. */
export interface OpenPanel {
  readonly host: Element;
  readonly panel: HTMLElement | null;
  readonly close: (cause: Cause) => void;
}

/** Input events, but for `click`: agents listen for clicks on `document` (contract, "Lanes"). */
const INPUT =
  'keydown keypress keyup beforeinput input copy cut paste wheel touchstart touchmove touchend pointerdown pointerup mousedown mouseup dblclick auxclick contextmenu focus focusin';

/** https://html.spec.whatwg.org/multipage/interaction.html#closewatcher */
interface Watcher {
  onclose: () => void;
  /** Missing where a page has a function of its own called CloseWatcher. */
  destroy?(): void;
}
type Scope = typeof globalThis & { CloseWatcher: new () => Watcher };

let open: OpenPanel | undefined;
/** Takes Android's back gesture, by which the panel closes before a dialog around it. */
let watcher: Watcher | undefined;
/** True from the Escape that closes a panel until the next Escape is pressed. */
let hasClosed = false;

/** Whether the retargeted event target hosts a closed root that contains the element. */
const isClosedAround = (element: Element, target: EventTarget | undefined): boolean => {
  const { host, mode } = element.getRootNode() as ShadowRoot;
  return Boolean(host) && ((host === target && mode === 'closed') || isClosedAround(host, target));
};

/**
 * Keeps what a person does in the open panel from the page, whose modals, focus traps, scroll locks and hotkeys would take it for
 * something else. What the browser does by default still happens.
 */
const onInput = (event: Event): void => {
  const { type, repeat, isTrusted } = event as KeyboardEvent;
  if (isTrusted && eventKey(event) === 'Escape') {
    // Held, it repeats; the page hears nothing of it until it is pressed anew.
    if (type === 'keydown' && !repeat) {
      hasClosed = Boolean(open);
      open?.close('escape');
    }
    if (hasClosed) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    return;
  }
  if (!open) return;
  const { host, panel, close } = open;
  const path = eventPath(event);
  const isHidden = isClosedAround(host, path[0]);
  if (type === 'click') {
    // A click on another button of this library is not outside.
    if (isTrusted && !isHidden && !path.some((node) => node instanceof FormControl)) close('outside');
  } else if (path.includes(host) || (isHidden && panel?.matches(':hover, :focus-within'))) {
    dropRepeat(event);
    event.stopImmediatePropagation();
  }
};

/** Says which panel is open from now on; none without one. */
export const setOpenPanel = (panel?: OpenPanel): void => {
  open = panel;
  watcher?.destroy?.();
  watcher = panel && (globalThis as Scope).CloseWatcher && new (globalThis as Scope).CloseWatcher();
  if (watcher) watcher.onclose = () => open?.close('escape');
  // Added again, a listener stays where it is. They are left on, for the Escape that is still down.
  for (const type of ['click', ...INPUT.split(' ')]) listen(window, type, onInput, true);
};

/**
 * Ends a click in the panel at the root that it is in: it is no click on a dialog outside of its box, and presses no link, label or
 * summary around the button.
 */
export const keepClick = (event: Event): void => {
  const target = event.target as Element;
  if (!target.closest('[popover]')) return;
  event.stopPropagation();
  // A click that is prevented chooses no radio and checks no box.
  if (target.closest('a, summary, form .row, [type=radio], [type=checkbox]')) return;
  event.preventDefault();
  const { control } = target.closest('label') ?? {};
  if (control === target) return;
  control?.focus();
  control?.click();
};
