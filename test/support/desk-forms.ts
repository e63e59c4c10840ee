/** Reads the forms of a page of the desk, as a browser without script sends them. */

/** A form: where it is posted, the name of its button, and its fields. */
export interface DeskForm {
  readonly action: string;
  readonly label: string;
  readonly fields: Readonly<Record<string, string>>;
}

const decode = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
};

/** Returns the forms that a page posts. A field that nobody has filled in is empty. */
export const formsIn = (page: string): DeskForm[] =>
  Array.from(page.matchAll(/<form method="post"([^>]*)>([\s\S]*?)<\/form>/g), ([, head = '', inner = '']) => {
    const inputs = Array.from(inner.matchAll(/<input[^>]*>/g), ([tag]) => tag).filter(
      (tag) => !tag.includes('type="radio"') || / checked/.test(tag),
    );
    const texts = Array.from(inner.matchAll(/<textarea([^>]*)>\n([\s\S]*?)<\/textarea>/g), ([, tag = '', text = '']) => [
      attribute(tag, 'name') ?? '',
      decode(text),
    ]);
    const fields = inputs.map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '']);
    return {
      action: attribute(head, 'action') ?? '',
      label: attribute(/<button[^>]*>/.exec(inner)?.[0] ?? '', 'aria-label') ?? '',
      fields: Object.fromEntries([...fields, ...texts]) as Record<string, string>,
    };
  });
