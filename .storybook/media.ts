/**
 * Simulates the preferences of the toolbars for contrast and motion. A page cannot change the browser's preferences, so this rewrites
 * the media conditions in the elements' style sheets: the elements' own rules apply. Forced colours cannot be simulated so.
 *
 * @module
 */
import { RelBadge } from '../src/elements/rel-badge/rel-badge.js';
import { RelBalance } from '../src/elements/rel-balance/rel-balance.js';
import { RelButton } from '../src/elements/rel-button/rel-button.js';

/** A simulated preference, by media feature; `system` leaves it to the browser. */
export interface Preferences {
  readonly 'prefers-contrast': string;
  readonly 'prefers-reduced-motion': string;
}

const ALWAYS = '(min-width: 0px)';
const NEVER = '(max-width: 0px)';

/** The original condition of each rule. */
const written = new WeakMap<CSSMediaRule, string>();

const force = (rule: CSSMediaRule, preferences: Preferences): void => {
  const condition = written.get(rule) ?? rule.media.mediaText;
  written.set(rule, condition);
  rule.media.mediaText = Object.entries(preferences).reduce((text, [feature, said]: [string, string]) => {
    if (said === 'system') return text;
    // A feature without a value matches every preference but `no-preference`.
    const holds = (value: string | undefined): boolean => (value ? value === said : said !== 'no-preference');
    return text.replace(new RegExp(`\\(${feature}(?:: ([\\w-]+))?\\)`, 'g'), (_, value?: string) =>
      holds(value) ? ALWAYS : NEVER,
    );
  }, condition);
};

const walk = (rules: CSSRuleList, preferences: Preferences): void => {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) force(rule, preferences);
    if (rule instanceof CSSGroupingRule) walk(rule.cssRules, preferences);
  }
};

/** Makes the elements' rules apply as if the person had these preferences. */
export const prefer = (preferences: Preferences): void => {
  const inside = [RelButton, RelBadge, RelBalance].flatMap(({ elementStyles }) => elementStyles);
  const sheets = inside.map((style) => ('styleSheet' in style ? style.styleSheet : style));
  for (const sheet of [...sheets, ...document.styleSheets]) if (sheet) walk(sheet.cssRules, preferences);
};
