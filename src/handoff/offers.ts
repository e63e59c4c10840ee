import { MAX_OFFERS } from '../contract/messages.js';
import { random } from './captured-dom.js';
import type { Lane } from './lanes.js';

/** An agent's offer. Whoever handles one that came privately keeps to the rule of `contract/captured.ts`. */
export interface Offer {
  readonly id: string;
  /** Empty where the agent gave none. */
  readonly label: string;
  readonly acts: readonly string[];
  readonly lane: Lane;
}

/** Offers by places from 0, in an order that no agent can choose: no array, for it has no prototype, which a page could reach. */
export type Offers = Record<number, Offer>;
export const noOffers = (): Offers => ({ __proto__: null }) as unknown as Offers;

/** Takes in an offer. @returns whether it counts: it is the first of its id, and one of the first 32 */
export const addOffer = (offers: Offers, offer: Offer): boolean => {
  let count = 0;
  for (const place in offers) {
    if (offers[place]?.id === offer.id) return false;
    count++;
  }
  if (count >= MAX_OFFERS) return false;
  // It takes a random place, and whoever had that moves to the end: a shuffle.
  const place = (random() * (count + 1)) | 0;
  offers[count] = offers[place] as Offer;
  offers[place] = offer;
  return true;
};

/** Whether one of them came privately. */
export const isAnyPrivate = (offers: Readonly<Offers>): boolean => {
  for (const place in offers) if (offers[place]?.lane === 'private') return true;
  return false;
};
