import type { ArgTypes } from '@storybook/web-components-vite';
import { ACTS } from '../src/contract/acts.js';
import { AGREEMENT_IDS } from '../src/contract/agreements.js';
import { STATUSES } from '../src/contract/statuses.js';
import { type Entry, entriesOf, type Group } from './manifest.js';
import { APPEARANCES, NO_AGENT, SIZES } from '../src/elements/options.js';

/** The controls of properties with listed values, from the same lists as types and checks. */
const LISTS: Readonly<Record<string, { control: { type: 'select' | 'inline-radio' | 'check' }; options: readonly string[] }>> = {
  status: { control: { type: 'select' }, options: STATUSES },
  size: { control: { type: 'inline-radio' }, options: SIZES },
  appearance: { control: { type: 'inline-radio' }, options: APPEARANCES },
  noAgent: { control: { type: 'inline-radio' }, options: NO_AGENT },
  acts: { control: { type: 'check' }, options: ACTS },
  accepts: { control: { type: 'check' }, options: AGREEMENT_IDS },
};

/** The heading of each group, and the spelling of its keys, since a part and a property may share a name. */
const GROUPS: Readonly<Record<Group, readonly [heading: string, write: (entry: Entry) => string]>> = {
  members: ['Attributes and properties', ({ name }) => name],
  events: ['Events', ({ name }) => name],
  slots: ['Slots', ({ name }) => name || 'default slot'],
  cssParts: ['Parts', ({ name }) => `::part(${name})`],
  cssStates: ['States', ({ name }) => `:state(${name})`],
  cssProperties: ['Tokens', ({ name }) => name],
};

/** Matches the default at the end of a description: it has a column of its own. */
const DEFAULT = / Default: `?(.+?)`?\.$/;

const argType = (group: Group, entry: Entry): ArgTypes[string] => {
  const [category, write] = GROUPS[group];
  const { name, attribute, description = '', type } = entry;
  const isArg = group === 'members' && attribute !== undefined;
  const isRenamed = attribute !== undefined && attribute !== name;
  const initial = entry.default ?? DEFAULT.exec(description)?.[1];
  return {
    name: write(entry),
    description: `${description.replace(DEFAULT, '')}${isRenamed ? ` Attribute: \`${attribute}\`.` : ''}`,
    table: {
      category,
      ...(type && { type: { summary: type.text } }),
      ...(initial && { defaultValue: { summary: initial } }),
    },
    ...(isArg ? (LISTS[name] ?? { control: { type: type?.text === 'boolean' ? 'boolean' : 'text' } }) : { control: false }),
  };
};

/** Makes Storybook's documentation and controls of an element from `custom-elements.json`. */
export const argTypesOf = (tag: string): ArgTypes => {
  const rows = (Object.keys(GROUPS) as Group[]).flatMap((group) =>
    entriesOf(tag, group).map((entry) => [GROUPS[group][1](entry), argType(group, entry)] as const),
  );
  return Object.fromEntries(rows);
};
