import manifest from '../custom-elements.json' with { type: 'json' };

/** What the manifest says of anything that an element has. */
export interface Entry {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
  readonly attribute?: string;
}
export type Group = 'members' | 'events' | 'slots' | 'cssParts' | 'cssStates' | 'cssProperties';
type Declaration = Partial<Record<Group, readonly Entry[]>> & { readonly tagName?: string };

/** What an element has of one kind, in the order of its source. */
export const entriesOf = (tag: string, group: Group): readonly Entry[] =>
  manifest.modules.flatMap((module): readonly Declaration[] => module.declarations).find(({ tagName }) => tagName === tag)?.[
    group
  ] ?? [];
