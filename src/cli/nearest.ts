/** Returns how many letters have to be added, left out or changed to make one word of the other (Levenshtein). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, its] of [...other].entries())
      next.push(Math.min((row[j] as number) + (letter === its ? 0 : 1), (row[j + 1] as number) + 1, (next[j] as number) + 1));
    row = next;
  }
  return row[other.length] as number;
};

/** The longest word that is compared. */
const LONGEST = 64;

/** Returns the known word that is the nearest to another, without regard to case; `undefined` if none is near. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > LONGEST) return undefined;
  const ranked = known
    .map((name) => [name, distance(word.toLowerCase(), name.toLowerCase())] as const)
    .sort(([, one], [, other]) => one - other);
  const [name, far] = ranked[0] ?? [];
  return far !== undefined && far <= (word.length < 3 ? 1 : Math.max(2, Math.floor(word.length / 3))) ? name : undefined;
};

/** Says the nearest known word as a question, after a space; nothing if none is near. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near === undefined ? '' : ` Did you mean ${near}?`;
};
