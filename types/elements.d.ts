/**
 * What templates say of the elements, read off their classes: the one source of every framework's types beside this file.
 *
 * @module
 */
import type { LitElement } from 'lit';
import type { RelBadge, RelBalance, RelButton } from '../dist/index.js';

/** `vendorName` as an attribute writes it: `vendor-name`. */
type Attribute<Name> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Attribute<Rest>}`
  : '';

/** What is an element's own and can be set. */
type Settable<Element> = Exclude<
  { [Name in keyof Element]: Element[Name] extends () => void ? never : Name }[keyof Element],
  keyof LitElement | 'currentStatus'
>;

/** A list may be text as well, which servers can render. */
type Value<T> = (T extends readonly string[] ? T | string : T) | undefined;

/** Everything that a template can set, under the names of properties and of attributes. */
type Attributes<Element> = { [Name in Settable<Element>]?: Value<Element[Name]> } & {
  [Name in Settable<Element> as Attribute<Name>]?: Value<Element[Name]>;
};

/** The library's events, each with the element that it comes from. */
export type Events = {
  [Name in keyof HTMLElementEventMap as Name extends `rel-${string}` ? Name : never]: HTMLElementEventMap[Name] & {
    readonly currentTarget: RelButton;
  };
};

/** Their handlers, by the name that a framework makes of an event's. */
export type Handlers<Prefix extends string> = {
  [Name in keyof Events as `${Prefix}${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

export type ButtonAttributes = Attributes<RelButton>;
export type BadgeAttributes = Attributes<RelBadge>;
/** Records are a property alone. */
export type BalanceAttributes = Omit<Attributes<RelBalance>, 'records'> & Partial<Pick<RelBalance, 'records'>>;
export type { RelBadge, RelBalance, RelButton };
