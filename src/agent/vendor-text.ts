/** The most characters of a text that are shown. */
const MAX_SHOWN = 4_000;

/**
 * Characters that change what a terminal or a reader makes of a text, or that hide another text in it: control characters except tab and
 * line feed, directions and other formats, characters that show nothing, separators, lone surrogates. One joiner or one sign of style is
 * left after a character: scripts and emoji need it.
 */
const MISLEADING =
  /(?![\t\n\u200c\u200d\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?<=[\u200c\u200d])[\u200c\u200d\ufe0e\ufe0f]|(?<=[\ufe0e\ufe0f])[\u200c\ufe0e\ufe0f]/gu;

/** Returns a text of a vendor's as it can be shown: without characters that mislead, and at most 4,000 characters of it. */
export const vendorText = (text: string): string => {
  const shown = [...text.replaceAll('\r\n', '\n').replace(MISLEADING, '')];
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN).join('')}…` : shown.join('');
};

/** The same on one line, for a name. */
export const vendorLine = (text: string): string => vendorText(text).replace(/\s+/g, ' ').trim();
