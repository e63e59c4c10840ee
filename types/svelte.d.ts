import type { HTMLAttributes } from 'svelte/elements';
import type { BadgeAttributes, ButtonAttributes, Handlers, RelBadge, RelButton } from './elements.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'rel-button': HTMLAttributes<RelButton> & ButtonAttributes & Handlers<'on'>;
    'rel-badge': HTMLAttributes<RelBadge> & BadgeAttributes;
  }
}
