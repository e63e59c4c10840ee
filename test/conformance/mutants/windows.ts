/** Web agents and extensions with one fault each: changed texts of the scripts that the examples are bundled into. */
export interface BundleMutant {
  readonly rule: string;
  readonly name: string;
  readonly from: RegExp;
  readonly to: string;
}
const mutant = (rule: string, name: string, from: RegExp, to: string): BundleMutant => ({ rule, name, from, to });

export const WEB_MUTANTS: readonly BundleMutant[] = [
  mutant('C-61', 'names no version in its hello', /\{ rel: "hello", v: \[1\] \}/, '{ rel: "hello", v: [] }'),
  mutant(
    'C-61',
    'says hello in a frame',
    /const \{ opener \} = window;([\s\S]*?)if \(!opener \|\| window\.top !== window\)/,
    'const opener = window.opener ?? window.parent;$1if (false)',
  ),
  mutant('C-64', 'takes a port from any window', /source !== opener \|\| /, ''),
  mutant('C-67', 'follows a link to any origin', /url\?\.protocol === "http:" && url\.hostname === "localhost"/, 'url'),
  mutant(
    'C-67',
    'goes to the address of a link',
    /(?=const \{ name, accepts \} = await fetchOffer)/,
    'await fetch(decodeURIComponent(new URLSearchParams(location.search).get("link").slice(8))).catch(() => undefined);',
  ),
];
export const EXTENSION_MUTANTS: readonly BundleMutant[] = [
  mutant(
    'C-50',
    'lets its messages bubble',
    /new CustomEvent\(MESSAGE_EVENT, \{/,
    'new CustomEvent(MESSAGE_EVENT, { bubbles: true,',
  ),
  mutant('C-52', 'takes a host with two lanes', /marks\?\.length === 1 && marks\[0\]/, 'marks?.[0]'),
  mutant('C-52', 'does not look into closed roots', /const root = open\(element\);/, 'const root = null;'),
  mutant('C-53', 'stops listening a second after the press', /if \(asks\.has\(lane\)\)\s+return;/, ''),
];

/** @throws Error if the text has no such place */
export const change = (text: string, { from, to }: BundleMutant): string => {
  if (!from.test(text)) throw new Error(`The script has no such text: ${from}`);
  return text.replace(from, to);
};
