import type { HTMLAttributes } from 'svelte/elements';
import type {
  BadgeAttributes,
  BalanceAttributes,
  ButtonAttributes,
  Handlers,
  RelBadge,
  RelBalance,
  RelButton,
} from './elements.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'rel-button': HTMLAttributes<RelButton> & ButtonAttributes & Handlers<'on'>;
    'rel-badge': HTMLAttributes<RelBadge> & BadgeAttributes;
    'rel-balance': HTMLAttributes<RelBalance> & BalanceAttributes;
  }
}
