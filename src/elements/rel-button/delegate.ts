/**
 * Gives a button what browsers leave with its host: the focus by `autofocus`, and the click of an `accesskey`.
 *
 * @param isLabelled whether a `<label>` is for the host
 */
export const delegate = (host: HTMLElement, isLabelled: () => boolean, press: (event: MouseEvent) => void): void => {
  host.addEventListener('click', (event) => {
    // The key clicks the host itself, without a pointer. So does a label in WebKit, which here only focuses.
    const isByKey = event.composedPath()[0] === host && !event.detail && !isLabelled();
    if (isByKey && !host.matches(':disabled')) press(event);
  });
  // The browser looked for it before the element was registered, or before the button was in it.
  if (host.autofocus && document.activeElement === document.body) host.focus();
};
