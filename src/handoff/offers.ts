import { MAX_OFFERS } from '../contract/messages.js';
import { random } from './captured-dom.js';
import type { Lane } from './lanes.js';

/** An agent's offer. Code that handles a private one follows the rule of `contract/captured.ts`. */
export interface Offer {
  readonly id: string;
  /** Empty if the agent gave none. */
  readonly label: string;
  readonly acts: readonly string[];
  readonly lane: Lane;
}

/** Offers by index, in random order. Not an array: the object has no prototype, which a page could reach. */
export type Offers = Record<number, Offer>;
export const noOffers = (): Offers => ({ __proto__: null }) as unknown as Offers;

/** Adds an offer. @returns `false` if its id is known, or 32 offers are there already */
export const addOffer = (offers: Offers, offer: Offer): boolean => {
  let count = 0;
  for (const place in offers) {
    if (offers[place]?.id === offer.id) return false;
    count++;
  }
  if (count >= MAX_OFFERS) return false;
  // Shuffle: the new offer takes a random place, and the offer there moves to the end.
  const place = (random() * (count + 1)) | 0;
  offers[count] = offers[place] as Offer;
  offers[place] = offer;
  return true;
};
