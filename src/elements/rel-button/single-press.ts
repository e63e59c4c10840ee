interface Tap {
  readonly target: Node;
  readonly x: number;
  readonly y: number;
  /** The scroll offset of the panel then, in CSS pixels. */
  readonly scrolled: number;
  readonly at: number;
}

/** The last click by mouse or touch that counted in each root. */
const lastTaps = new WeakMap<ShadowRoot, Tap>();

/** For how long, in milliseconds, and how near, in CSS pixels, a second tap belongs to the first. */
const DOUBLE_TAP = 500;
const NEAR = 12;

const drop = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

/** Drops the repeats of an Enter that is held. */
export const dropRepeat = (event: Event): void => {
  const { key, repeat } = event as KeyboardEvent;
  if (repeat && key === 'Enter') drop(event);
};

/** Drops the second tap of a double tap on something that came up under the first; to be heard in the root of a button. */
export const dropSecondTap = (event: Event): void => {
  const { target, timeStamp: at, detail, clientX: x, clientY: y } = event as MouseEvent;
  // A click by keyboard or script counts each time.
  if (!detail) return;
  const root = event.currentTarget as ShadowRoot;
  const scrolled = root.querySelector('[popover]')?.scrollTop ?? 0;
  const last = lastTaps.get(root);
  if (last && last.target !== target && (detail > 1 || at - last.at < DOUBLE_TAP)) {
    // Where the panel has been scrolled meanwhile, another place is under the same point.
    const moved = last.target.isConnected ? scrolled - last.scrolled : 0;
    if (Math.hypot(x - last.x, y - last.y + moved) < NEAR) {
      drop(event);
      return;
    }
  }
  lastTaps.set(root, { target: target as Node, x, y, scrolled, at });
};
