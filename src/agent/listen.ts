import { MESSAGE_EVENT } from '../contract/messages.js';
import { PRESS_COUNTS, watchGestures } from './gesture.js';
import { laneOfClick, type OpenRoot } from './lane.js';
import type { OpenAsks } from './open-asks.js';

/** Listens for hosts on the public lane: document events, which every script of the page can hear. */
export const listenPublicly = (asks: OpenAsks, signal: AbortSignal): void => {
  const wasJustPressed = watchGestures<EventTarget>((event) => {
    const path = event.composedPath();
    return (host) => host instanceof Element && host.shadowRoot !== null && path.includes(host.shadowRoot);
  }, signal);
  document.addEventListener(
    MESSAGE_EVENT,
    (event) => {
      const [host] = event.composedPath();
      if (host) asks.hear(event, { host, wasJustPressed, answers: document });
    },
    { signal },
  );
};

/** Listens for hosts on their private lanes: on each from a press until its flow ends, or until the press no longer counts. */
export const listenPrivately = (asks: OpenAsks, openRoot: OpenRoot, signal: AbortSignal): void => {
  const leaving = new Map<EventTarget, () => void>();
  const leaveLater = (lane: EventTarget): void =>
    void setTimeout(() => {
      if (asks.has(lane)) return;
      leaving.get(lane)?.();
      leaving.delete(lane);
    }, PRESS_COUNTS);
  const attend = (lane: EventTarget): void => {
    leaveLater(lane);
    if (leaving.has(lane)) return;
    const onMessage = (event: Event): void =>
      asks.hear(event, { host: lane, wasJustPressed, answers: lane, ended: () => leaveLater(lane) });
    lane.addEventListener(MESSAGE_EVENT, onMessage, { signal });
    leaving.set(lane, () => lane.removeEventListener(MESSAGE_EVENT, onMessage));
  };
  const wasJustPressed = watchGestures<EventTarget>((event) => {
    const lane = laneOfClick(event, openRoot);
    if (lane) attend(lane);
    return (host) => host === lane;
  }, signal);
};
