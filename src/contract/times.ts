/** A date, or a date-time (RFC 3339, section 5.6), without leap seconds and in capital letters. */
export const RFC_3339 = /^(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/;
const DAY = 86_400_000;

/**
 * Reads a date or a date-time.
 *
 * @param text an RFC 3339 date, or date-time with a time zone
 * @returns milliseconds since 1970, for a date the end of that day in UTC; `undefined` for another text, or a day that no calendar has
 */
export const endOf = (text: string): number | undefined => {
  const [, date, time] = RFC_3339.exec(text) ?? [];
  if (!date) return undefined;
  const day = new Date(`${date}T00:00:00Z`);
  // Some engines read the 30th of February as the 2nd of March.
  if (Number.isNaN(+day) || day.toISOString().slice(0, 10) !== date) return undefined;
  return time ? Date.parse(text) : +day + DAY;
};
