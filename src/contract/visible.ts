/**
 * Characters that change what a terminal makes of a text: control characters except tab and the end of a line, directions and other formats
 * except the joiners that scripts and emoji need, separators, lone surrogates.
 */
const MISLEADING = /(?![\t\n\u200c\u200d]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const unitsOf = (text: string): string[] => text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
/** Writes characters as JSON escapes them, so that a line of JSON stays one of the same meaning. */
export const escaped = (text: string): string => unitsOf(text).reduce((before, unit) => `${before}\\u${unit}`, '');

/** Escapes characters that mislead, as in `\u001b`: lines stay lines, and JSON stays JSON of the same meaning. */
export const visible = (text: string): string => text.replace(MISLEADING, escaped);
