/** What somebody wants a button to be, as the embed builder asks it. */
export interface Embed {
  readonly vendorName: string;
  readonly accepts: readonly string[];
  readonly acts: readonly string[];
  readonly endpoint: string;
  /** Where the link leads that works without script. */
  readonly link: string;
  /** An address to write to; none where it is empty. */
  readonly mail: string;
  readonly label: string;
  readonly size: string;
  readonly appearance: string;
  /** What is spoken besides English, as BCP 47 tags. */
  readonly languages: readonly string[];
  /** Where the files are, with a slash at the end. */
  readonly files: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** An element's start, with those attributes that say something. */
const tag = (name: string, attributes: Readonly<Record<string, string>>): string =>
  `<${[name, ...Object.entries(attributes).flatMap(([key, value]) => (value ? `${key}="${escaped(value)}"` : []))].join(' ')}`;

/** The tags of the files, pinned by their hashes (https://www.w3.org/TR/SRI/). */
export const headTags = ({ files, languages }: Embed, hashes: Readonly<Record<string, string>>): string => {
  const integrity = (name: string): string => hashes[name] ?? '';
  // A file of another origin is checked only if it is asked for so.
  const cors = /^https?:/.test(files) ? ' crossorigin' : '';
  const script = (name: string): string =>
    `${tag('script', { type: 'module', src: files + name, integrity: integrity(name) })}${cors}></script>`;
  return [
    `${tag('link', { rel: 'stylesheet', href: `${files}relbutton.css`, integrity: integrity('relbutton.css') })}${cors}>`,
    script('relbutton.min.js'),
    ...languages.map((language) => script(`relbutton.${language}.js`)),
  ].join('\n');
};

/** The button as it stands in the page. What is the default is left out. */
export const bodyTags = ({ vendorName, accepts, acts, endpoint, link, mail, label, size, appearance }: Embed): string => {
  const attributes = {
    'vendor-name': vendorName,
    accepts: accepts.join(' '),
    acts: acts.join() === 'relate' ? '' : acts.join(' '),
    endpoint,
    size: size === 'medium' ? '' : size,
    appearance: appearance === 'solid' ? '' : appearance,
  };
  const write = mail && `\n  ${tag('a', { href: `mailto:${mail}` })}>${escaped(`Write to ${vendorName}`)}</a>`;
  return `${tag('rel-button', attributes)}>
  ${tag('a', { href: link })}>${escaped(label || `Relate with ${vendorName}`)}</a>${write}
</rel-button>`;
};
