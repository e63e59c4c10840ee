/**
 * Returns all that a list yields.
 *
 * @template T
 * @param {AsyncIterable<T>} list
 * @returns {Promise<T[]>}
 */
export const allOf = async (list) => {
  const found = [];
  for await (const one of list) found.push(one);
  return found;
};
/**
 * Returns a text that comes in parts.
 *
 * @param {AsyncIterable<string>} parts
 */
export const whole = async (parts) => (await allOf(parts)).join('');
