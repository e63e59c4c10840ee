/** The last click by mouse or touch that counted in each root: on what, where, and when. */
const lastTaps = new WeakMap<EventTarget, readonly [target: EventTarget | null, x: number, y: number, at: number]>();

/** For how long, in milliseconds, and how near, in CSS pixels, a second tap belongs to the first. */
const DOUBLE_TAP = 500;
const NEAR = 24;

/** Drops a second tap of a double tap on something that came up under the first, and the repeats of a held Enter. */
export const singlePress = (event: Event): void => {
  const { target, timeStamp, key, repeat, detail, clientX, clientY } = event as KeyboardEvent & MouseEvent;
  const root = event.currentTarget as ShadowRoot;
  // In a panel that has been scrolled meanwhile, another place is under the same point.
  const y = clientY + (root.querySelector?.('[popover]')?.scrollTop ?? 0);
  const [lastTarget, lastX, lastY, lastAt] = lastTaps.get(root) ?? [target, 0, 0, 0];
  const isNear = Math.hypot(clientX - lastX, y - lastY) < NEAR;
  const isSecond = target !== lastTarget && isNear && (detail > 1 || timeStamp - lastAt < DOUBLE_TAP);
  // A click by keyboard or script has no detail, and counts each time.
  if ((repeat && key === 'Enter') || (detail && isSecond)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (detail) lastTaps.set(root, [target, clientX, y, timeStamp]);
};
