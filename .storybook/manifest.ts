import manifest from '../custom-elements.json' with { type: 'json' };

/** An entry in the manifest of an element's member. */
export interface Entry {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
  readonly attribute?: string;
}
export type Group = 'members' | 'events' | 'slots' | 'cssParts' | 'cssStates' | 'cssProperties';
type Declaration = Partial<Record<Group, readonly Entry[]>> & { readonly tagName?: string };

/** Returns an element's members of one kind, in the order of its source. */
export const entriesOf = (tag: string, group: Group): readonly Entry[] =>
  manifest.modules.flatMap((module): readonly Declaration[] => module.declarations).find(({ tagName }) => tagName === tag)?.[
    group
  ] ?? [];
