import type { JSX as Solid } from 'solid-js';
import type {
  BadgeAttributes,
  BalanceAttributes,
  ButtonAttributes,
  Handlers,
  RelBadge,
  RelBalance,
  RelButton,
} from './elements.js';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'rel-button': Solid.HTMLAttributes<RelButton> & ButtonAttributes & Handlers<'on:'>;
      'rel-badge': Solid.HTMLAttributes<RelBadge> & BadgeAttributes;
      'rel-balance': Solid.HTMLAttributes<RelBalance> & BalanceAttributes;
    }
  }
}
