/**
 * The gesture check of an agent (contract, section 6): it answers a host only right after it saw a trusted click on that very
 * host. A click that a script makes inside a real one elsewhere has `isActive`, but is not trusted.
 *
 * @returns whether the person has just pressed something in `host`
 */
export const watchGestures = (signal: AbortSignal): ((host: EventTarget) => boolean) => {
  let path: readonly EventTarget[] = [];
  let at = 0;
  document.addEventListener(
    'click',
    (event) => {
      if (!event.isTrusted) return;
      path = event.composedPath();
      at = performance.now();
    },
    { capture: true, signal },
  );
  return (host) => path.includes(host) && performance.now() - at < 1_000 && navigator.userActivation.isActive;
};
