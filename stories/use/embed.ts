/** The choices in the embed builder's form. */
export interface Embed {
  readonly vendorName: string;
  readonly accepts: readonly string[];
  readonly acts: readonly string[];
  readonly endpoint: string;
  /** The target of the fallback link. */
  readonly link: string;
  /** A mail address; empty for none. */
  readonly mail: string;
  readonly label: string;
  readonly size: string;
  readonly appearance: string;
  /** The languages besides English, as BCP 47 tags. */
  readonly languages: readonly string[];
  /** The URL of the files' folder, with a slash at the end. */
  readonly files: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Returns a start tag, without attributes that are empty. */
const tag = (name: string, attributes: Readonly<Record<string, string>>): string =>
  `<${[name, ...Object.entries(attributes).flatMap(([key, value]) => (value ? `${key}="${escaped(value)}"` : []))].join(' ')}`;

/** Returns the tags of the files, pinned by their hashes (https://www.w3.org/TR/SRI/). */
export const headTags = ({ files, languages }: Embed, hashes: Readonly<Record<string, string>>): string => {
  const integrity = (name: string): string => hashes[name] ?? '';
  // Browsers check the hash of a file from another origin only if it is requested by CORS.
  const cors = /^https?:/.test(files) ? ' crossorigin' : '';
  const script = (name: string): string =>
    `${tag('script', { type: 'module', src: files + name, integrity: integrity(name) })}${cors}></script>`;
  return [
    `${tag('link', { rel: 'stylesheet', href: `${files}relbutton.css`, integrity: integrity('relbutton.css') })}${cors}>`,
    script('relbutton.min.js'),
    ...languages.map((language) => script(`relbutton.${language}.js`)),
  ].join('\n');
};

/** Returns the button's markup, without attributes that have their default. */
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
