/**
 * The shop's cafés greet somebody who shares their city, for as long as they share it. What was shared is kept nowhere but in its
 * record: each greeting asks anew what the shop may use now.
 */
import { activeShares, linkOf } from 'relbutton/server';

/** What each café has on its counter. */
const COUNTERS = {
  Lisbon: 'Our café on the quay has custard tarts today, one with any coffee.',
  Porto: 'Our café by the bridge has almond cake today, a slice with any coffee.',
  Vienna: 'Our café at the market has poppy seed buns today, one with any coffee.',
};
const WELCOME = 'Share your city, and for that time this page greets you with what our café there has on its counter.';

/** Returns the city of a share, if it is for the café: the shop uses a share for its purpose alone. */
const cityIn = ({ what, purpose }) =>
  /caf[eé]/i.test(purpose.normalize())
    ? Object.keys(COUNTERS).find((city) => new RegExp(`\\b${city}\\b`, 'i').test(what))
    : undefined;

/**
 * Greets a visitor. Ask again for each greeting: a share ends by its time, by a revoke and by leaving, and waits while either pauses.
 *
 * @param {{ status: string, records: readonly string[] }} relationship
 * @param {number} now in milliseconds since 1970
 */
export const greet = async ({ status, records }, now) => {
  if (status !== 'related') return WELCOME;
  const city = activeShares(await Promise.all(records.map(linkOf)), now)
    .map(cityIn)
    .findLast(Boolean);
  return city ? `Good to have you in ${city}. ${COUNTERS[city]}` : WELCOME;
};
