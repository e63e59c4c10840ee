/** Markup that can be sent as it is: `html` has escaped all that was filled in. */
export class Markup {
  constructor(readonly text: string) {}
}
/** A value in a template. `undefined`, `null` and `false` become nothing; the items of an array follow one another. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const write = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
  return part ? part.map(write).join('') : '';
};

/** Makes markup, and escapes each value for a text or for an attribute in quotes. */
export const html = ({ raw }: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(raw.map((text, i) => text + write(parts[i])).join(''));
