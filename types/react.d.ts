import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  BadgeAttributes,
  BalanceAttributes,
  ButtonAttributes,
  Handlers,
  RelBadge,
  RelBalance,
  RelButton,
} from './elements.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'rel-button': DetailedHTMLProps<HTMLAttributes<RelButton>, RelButton> & ButtonAttributes & Handlers<'on'>;
      'rel-badge': DetailedHTMLProps<HTMLAttributes<RelBadge>, RelBadge> & BadgeAttributes;
      'rel-balance': DetailedHTMLProps<HTMLAttributes<RelBalance>, RelBalance> & BalanceAttributes;
    }
  }
}
