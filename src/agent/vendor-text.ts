/** The most characters of a text that are shown. */
const MAX_SHOWN = 4_000;

/**
 * Characters that change what a terminal or a reader makes of a text: control characters except tab and line feed, directions and other
 * formats except the joiners that scripts and emoji need, separators, lone surrogates.
 */
const MISLEADING = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Returns a text of a vendor's as it can be shown: without characters that mislead, and at most 4,000 characters of it. */
export const vendorText = (text: string): string => {
  const shown = [...text.replaceAll('\r\n', '\n').replace(MISLEADING, '')];
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN).join('')}…` : shown.join('');
};

/** The same on one line, for a name. */
export const vendorLine = (text: string): string => vendorText(text).replace(/\s+/g, ' ').trim();
