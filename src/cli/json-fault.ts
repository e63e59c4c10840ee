const SPACE = '[ \\t\\n\\r]*';
const STRING = String.raw`"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;

/**
 * Returns where a text stops being JSON (RFC 8259), such as `line 3, column 5`. The message of `JSON.parse` names no place for some
 * faults, and shows the text around it, which may be a password.
 */
export const placeOfFault = (text: string): string => {
  let at = 0;
  const take = (pattern: string): boolean => {
    const token = new RegExp(pattern + SPACE, 'y');
    token.lastIndex = at;
    const found = token.test(text);
    if (found) at = token.lastIndex;
    return found;
  };
  const list = (one: () => boolean, end: string): boolean => {
    if (take(end)) return true;
    do if (!one()) return false;
    while (take(','));
    return take(end);
  };
  const value = (): boolean => {
    if (take(String.raw`\{`)) return list(() => take(STRING) && take(':') && value(), String.raw`\}`);
    if (take(String.raw`\[`)) return list(value, String.raw`\]`);
    return take(`(?:${STRING}|${NUMBER}|true|false|null)`);
  };
  take('');
  value();
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) as string).length + 1}`;
};
