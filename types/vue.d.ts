import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  BadgeAttributes,
  BalanceAttributes,
  ButtonAttributes,
  Events,
  RelBadge,
  RelBalance,
  RelButton,
} from './elements.js';

/** An element as the checker of templates sees it: by what can be set of it. */
type Template<Element, Attributes> = new () => Element & { $props: HTMLAttributes & PublicProps & Attributes };

/** `@rel-outcome` sets `onRelOutcome`. */
type Handlers = {
  [Name in keyof Events as Name extends `rel-${infer Word}` ? `onRel${Capitalize<Word>}` : never]?: (event: Events[Name]) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    'rel-button': Template<RelButton, ButtonAttributes & Handlers>;
    'rel-badge': Template<RelBadge, BadgeAttributes>;
    'rel-balance': Template<RelBalance, BalanceAttributes>;
  }
}
