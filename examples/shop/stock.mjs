/** Answers a need at once where the shelf has it. What it does not know waits at the desk, for a person. */
import { conversationsOf, linkOf, RecordError } from 'relbutton/server';

const SHELF = {
  Harbour: 'washed, citrus, light: € 11 for 250 g',
  'Night Train': 'natural, cocoa, dark: € 12 for 250 g',
  'Half and Half': 'a blend for milk: € 10 for 250 g',
};
/** Words by which people ask for a coffee. */
const TASTES = { light: 'Harbour', filter: 'Harbour', dark: 'Night Train', espresso: 'Night Train', milk: 'Half and Half' };

/** Returns the name of the coffee that a need is about; `undefined` if the shelf has none. */
const findOnShelf = (need) => {
  const has = (word) => new RegExp(`\\b${word}\\b`, 'i').test(need);
  if (!has('coffee') && !has('beans')) return Object.keys(SHELF).find(has);
  return Object.keys(SHELF).find(has) ?? TASTES[Object.keys(TASTES).find(has)];
};

/**
 * Answers the need of a change. A change can come twice: a need that has an answer gets no second one.
 *
 * @param {import('relbutton/server').Vendor} vendor
 * @param {import('relbutton/server').Change} change
 */
export const answerByStock = async (vendor, { iss, act, record }) => {
  if (act !== 'intentcast' || !record) return;
  const { hash, claims } = await linkOf(record);
  const coffee = findOnShelf(claims.body.need);
  const { records } = await vendor.relationship(iss);
  const asked = conversationsOf(await Promise.all(records.map(linkOf))).find(({ root }) => root.hash === hash);
  if (!coffee || asked?.links.length !== 1) return;
  try {
    await vendor.converse(iss, `We have ${coffee}, ${SHELF[coffee]}.`, { re: hash });
  } catch (error) {
    // The customer has paused or left meanwhile.
    if (!(error instanceof RecordError)) throw error;
  }
};
