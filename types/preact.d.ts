import type { HTMLAttributes } from 'preact';
import type {
  BadgeAttributes,
  BalanceAttributes,
  ButtonAttributes,
  Handlers,
  RelBadge,
  RelBalance,
  RelButton,
} from './elements.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'rel-button': HTMLAttributes<RelButton> & ButtonAttributes & Handlers<'on'>;
      'rel-badge': HTMLAttributes<RelBadge> & BadgeAttributes;
      'rel-balance': HTMLAttributes<RelBalance> & BalanceAttributes;
    }
  }
}
