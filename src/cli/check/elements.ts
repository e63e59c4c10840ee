import { readFile } from 'node:fs/promises';
import { ACTS, isAct } from '../../contract/acts.js';
import { AGREEMENT_IDS, isAgreement } from '../../contract/agreements.js';
import { STATUSES } from '../../contract/statuses.js';
import { didYouMean } from '../nearest.js';
import type { Checked, Tag } from './checked.js';
import { get } from './fetching.js';
import { contentOf } from './html.js';

const TAGS = ['rel-button', 'rel-badge', 'rel-balance'];
/** The allowed values of attributes. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: STATUSES,
  size: ['small', 'medium', 'large'],
  appearance: ['solid', 'outline', 'plain', 'sign'],
  'no-agent': ['panel', 'follow'],
};
/** The attributes that any element may have. */
const GLOBAL =
  /^(data-|aria-|on|slot$|class$|id$|style$|lang$|dir$|title$|hidden$|role$|part$|is$|tabindex$|accesskey$|autofocus$|height$|width$|translate$|inert$|popover|item|xml|defer-hydration$)/;

interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly { readonly tagName?: string; readonly attributes?: readonly { readonly name: string }[] }[];
  }[];
}
/** Returns the attributes of each element, as the package's manifest has them. */
const readAttributes = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { modules } = JSON.parse(await readFile(new URL('../../../custom-elements.json', import.meta.url), 'utf8')) as Manifest;
  const declared = modules.flatMap(({ declarations = [] }) => declarations);
  return new Map(
    declared.flatMap(({ tagName, attributes = [] }) => (tagName ? [[tagName, attributes.map(({ name }) => name)]] : [])),
  );
};

const listIn = (text = ''): string[] => text.match(/[^\s,]+/g) ?? [];

/** Returns the agreements that a button accepts. */
export const acceptedBy = (tag: Tag): readonly string[] => listIn(tag.get('accepts')).filter(isAgreement);

/** Editors write typographic quotation marks: a browser takes them for a part of the value. */
const CURLY = /^[“”„″‘’«»]|[“”″’«»]$/;

const checkAttributes = ({ findings }: Checked, { token, get: read }: Tag, known: readonly string[]): void => {
  const { value: element, attributes } = token;
  for (const [name, value] of attributes) {
    const near = didYouMean(name, known);
    if (CURLY.test(value) || CURLY.test(name))
      findings.fail('button', `<${element}> has typographic quotation marks in ${name}=${value}. Write straight ones: ".`);
    else if (!known.includes(name) && !GLOBAL.test(name))
      findings.warn('button', `<${element}> has no attribute ${name}: it does nothing.${near}`);
    const allowed = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
    if (value && allowed && !allowed.includes(value.trim()))
      findings.fail('button', `<${element} ${name}="${value}"> is left out; allowed: ${allowed.join(', ')}.`);
  }
  for (const id of listIn(read('accepts')))
    if (element === 'rel-button' && !isAgreement(id))
      findings.fail('button', `accepts="${id}" is no agreement of the roster: it is left out.${didYouMean(id, AGREEMENT_IDS)}`);
  for (const act of listIn(read('acts')))
    if (!isAct(act)) findings.fail('button', `acts="${act}" is no act: it is left out.${didYouMean(act, ACTS)}`);
};

const checkLink = async ({ findings, tokens, page, tags }: Checked, { token }: Tag): Promise<void> => {
  const inside = contentOf(tokens, token);
  const links = tags('a').filter((link) => inside.includes(link.token));
  const link = links.find((one) => one.url('href'));
  const url = link?.url('href');
  const otherwise = links.length > 0 ? 'Its link has no href' : 'It has no child link';
  if (
    !findings.expect(
      url !== undefined,
      'button',
      'It has a child link, which works without script.',
      `${otherwise}: nothing works without script. Put an <a href> inside.`,
    )
  )
    return;
  if (!url || url.origin !== page.url.origin || url.href.split('#')[0] === page.url.href.split('#')[0]) return;
  const there = await get(url);
  const isThere = !('why' in there) && there.status < 400;
  findings.expect(
    isThere,
    'button',
    `Its link leads to ${url.href}.`,
    `Its link leads to ${url.href}, which ${'why' in there ? there.why : `answers ${there.status}.`}`,
  );
};

const checkButton = async (checked: Checked, tag: Tag): Promise<void> => {
  const { findings } = checked;
  const name = tag.get('vendor-name')?.trim();
  const accepts = acceptedBy(tag);
  if (tag.token.attributes.size === 0) {
    findings.fail(
      'button',
      '<rel-button> has no attribute left: a sanitizer removed them, as WordPress does for users without unfiltered_html. Let the theme, a plugin or an administrator write it.',
    );
    return;
  }
  if (name) findings.ok('button', `The button names ${name}.`);
  else findings.fail('button', 'The button has no vendor-name: it shows the host name.');
  findings.expect(
    accepts.length > 0,
    'button',
    `It accepts ${accepts.join(', ')}.`,
    'It accepts no agreement: agents have nothing to propose. Set accepts.',
  );
  await checkLink(checked, tag);
};

/** Says what became of an element that is not there. */
const checkStripped = ({ findings, tokens, page }: Checked, hasScript: boolean): void => {
  const text = tokens.filter(({ type }) => type === 'text').map(({ value }) => value);
  if (text.some((each) => each.includes('<rel-button')) || /&(amp;)?lt;rel-button/i.test(page.text))
    findings.fail(
      'button',
      'The page shows <rel-button> as text: the editor escaped it. Paste it as HTML, such as into a Custom HTML block.',
    );
  else if (text.some((each) => /^\s*relate with\s/i.test(each)))
    findings.fail(
      'button',
      'There is no <rel-button>, but its link is there: a sanitizer removed the element, as WordPress does for users without unfiltered_html. Let the theme, a plugin or an administrator write it.',
    );
  else if (hasScript)
    findings.fail(
      'button',
      'There is no <rel-button>: nobody wrote it, a sanitizer removed it, or a script makes it, which this command does not run.',
    );
  else findings.fail('button', 'There is no <rel-button>.');
};

/** Checks the elements of a page. @returns its buttons */
export const checkElements = async (checked: Checked, hasScript: boolean): Promise<readonly Tag[]> => {
  const buttons = checked.tags('rel-button');
  const known = await readAttributes();
  if (buttons.length === 0) checkStripped(checked, hasScript);
  else checked.findings.ok('button', `There ${buttons.length === 1 ? 'is one button' : `are ${buttons.length} buttons`}.`);
  for (const tag of checked.tags(...TAGS)) checkAttributes(checked, tag, known.get(tag.token.value) ?? []);
  for (const button of buttons) await checkButton(checked, button);
  return buttons;
};
