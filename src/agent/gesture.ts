/** For how long a press counts, in milliseconds (contract, section 6). */
export const PRESS_COUNTS = 1_000;

/**
 * The gesture check of an agent (contract, section 6): it answers a host only right after it saw a trusted click on that very host.
 * A click that a script makes inside a real one elsewhere has `isActive`, but is not trusted.
 *
 * @param pressed gives, for each trusted click, whether a host is the one it was on
 * @returns whether the person has just pressed something in a host
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
