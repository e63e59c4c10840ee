/**
 * The gesture check of an agent (contract, section 6): it answers a host only right after it saw a trusted click in that very
 * host's open root. A click that a script makes inside a real one elsewhere has `isActive`, but is not trusted; and an ask on
 * the document or on what surrounds the button is on no host.
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
  return (host) =>
    host instanceof Element &&
    host.shadowRoot !== null &&
    path.includes(host.shadowRoot) &&
    performance.now() - at < 1_000 &&
    navigator.userActivation.isActive;
};
