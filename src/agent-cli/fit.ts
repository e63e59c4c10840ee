/** The column at which texts begin, after their labels. */
export const INDENT = 11;

/** The most columns of a terminal that a character can take. */
const columnsOf = (character: string): number => {
  if (character === '\t') return 8;
  return /^[ -~]$/.test(character) ? 1 : 2;
};

/** Breaks a line into pieces, between words where it can. */
const piecesOf = (line: string, columns: number): string[] => {
  const pieces: string[] = [];
  let rest = [...line];
  for (;;) {
    const isFirst = pieces.length === 0;
    const room = isFirst ? columns : columns - INDENT;
    let [count, used] = [0, 0];
    while (count < rest.length && (used += columnsOf(rest[count] as string)) <= room) count++;
    if (count === rest.length) return [...pieces, rest.join('')];
    const blank = rest.lastIndexOf(' ', count);
    const isBetween = blank > (isFirst ? INDENT : 0);
    const end = isBetween ? blank : count;
    pieces.push(rest.slice(0, end).join(''));
    rest = rest.slice(isBetween ? end + 1 : end);
  }
};

/**
 * Fits a text to the width of a terminal, which would go on in the first column itself: there, a text could look like a label.
 *
 * @param columns at least 40 are taken. Default: 80
 */
export const fitTo = (text: string, columns = 80): string => {
  const fitted = text.split('\n').map((line) => piecesOf(line, Math.max(columns, 40)).join(`\n${' '.repeat(INDENT)}`));
  return fitted.join('\n');
};
