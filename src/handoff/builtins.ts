/**
 * The DOM and timer builtins that a message passes through, as they were when this module loaded: see
 * `contract/builtins.ts` for why. On a server there is no DOM, and nothing here is called.
 *
 * @module
 */
import { uncurry } from '../contract/builtins.js';

const { EventTarget, CustomEvent, crypto } = globalThis;

const dispatchTo = uncurry(EventTarget.prototype.dispatchEvent);
export const listen: (target: EventTarget, type: string, listener: (event: Event) => void, capture?: boolean) => void = uncurry(
  EventTarget.prototype.addEventListener,
);
export const eventDetail = uncurry(
  Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get as (this: CustomEvent) => unknown,
);

// Not there on insecure pages, where no flow begins.
const uuid = uncurry(crypto.randomUUID);
export const randomUUID = (): string => uuid(crypto);

/** Dispatches a message. The dictionary has no prototype: a missing key would be looked up there. */
export const dispatchMessage = (target: EventTarget, type: string, detail: string): void => {
  dispatchTo(
    target,
    new CustomEvent(type, { __proto__: null, detail, bubbles: true, composed: true, cancelable: false } as CustomEventInit),
  );
};
