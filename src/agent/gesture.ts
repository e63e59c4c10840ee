/** Milliseconds within which an agent may answer a press (contract, "Lanes"). */
export const PRESS_COUNTS = 1_000;

/**
 * Checks gestures for an agent (contract, "Lanes"): it answers a host only right after it saw a trusted click on that very host. A
 * click that a script dispatches during a real click elsewhere has `isActive`, but is not trusted.
 *
 * @param pressed takes a trusted click, and returns a function that says whether the click was on a given host
 * @returns a function that says whether the person has just pressed a given host
 */
export const watchGestures = <Host>(
  pressed: (event: MouseEvent) => (host: Host) => boolean,
  signal: AbortSignal,
): ((host: Host) => boolean) => {
  let isPressed = (_: Host): boolean => false;
  let at = 0;
  document.addEventListener(
    'click',
    (event) => {
      if (!event.isTrusted) return;
      isPressed = pressed(event);
      at = globalThis.performance.now();
    },
    { capture: true, signal },
  );
  return (host) =>
    isPressed(host) && globalThis.performance.now() - at < PRESS_COUNTS && globalThis.navigator.userActivation.isActive;
};
