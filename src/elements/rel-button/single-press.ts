/** The last click by mouse or touch that counted in each root: on what, where, and when. */
const lastTaps = new WeakMap<EventTarget, readonly [target: EventTarget | null, x: number, y: number, at: number]>();

/** For how long, in milliseconds, and how near, in CSS pixels, a second tap belongs to the first. */
const DOUBLE_TAP = 500;
const NEAR = 24;

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
  const { target, timeStamp, detail, clientX, clientY } = event as MouseEvent;
  // A click by keyboard or script counts each time.
  if (!detail) return;
  const root = event.currentTarget as ShadowRoot;
  // In a panel that has been scrolled meanwhile, another place is under the same point.
  const y = clientY + (root.querySelector('[popover]')?.scrollTop ?? 0);
  const [lastTarget, lastX, lastY, lastAt] = lastTaps.get(root) ?? [target, 0, 0, 0];
  const isNear = Math.hypot(clientX - lastX, y - lastY) < NEAR;
  if (target !== lastTarget && isNear && (detail > 1 || timeStamp - lastAt < DOUBLE_TAP)) drop(event);
  else lastTaps.set(root, [target, clientX, y, timeStamp]);
};
