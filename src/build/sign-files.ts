import { type Magnet, SIGNS, type Status, STATUSES } from '../contract/statuses.js';
import { en } from '../locales/en.js';
import { magnets, magnetStyles, SHAPES } from '../elements/magnets.js';

/** Reads a value from the elements' own template and style sheet. @throws Error if the pattern is missing, which fails the build */
const said = (pattern: RegExp): string => {
  const [, value] = pattern.exec(magnets('ended').strings.join('') + magnetStyles.cssText) ?? [];
  if (value === undefined)
    throw new Error(`src/elements/magnets.ts has nothing that matches ${pattern}: adapt src/build/sign-files.ts to it.`);
  return value;
};

/** The colours of the two magnets; `idle` is that of a side that is not willing, and of the line. */
interface SignColours {
  readonly customer: string;
  readonly vendor: string;
  readonly idle: string;
}
const oneColour = (colour: string): SignColours => ({ customer: colour, vendor: colour, idle: colour });

/** The colours by file suffix: two colours for light and dark grounds, black for print, and white for dark grounds. */
const COLOURS = {
  '': {
    customer: said(/--rel-color-customer, (#\w+)/),
    vendor: said(/--rel-color-vendor, (#\w+)/),
    idle: said(/--rel-color-idle, (#\w+)/),
  },
  '-black': oneColour('#000'),
  '-white': oneColour('#fff'),
} as const satisfies Readonly<Record<string, SignColours>>;
/** The file suffixes, one for each choice of colours. */
export const SIGN_COLOURS = Object.keys(COLOURS) as readonly (keyof typeof COLOURS)[];

/** Draws the sign of a status as the content of an `<svg>`. It uses attributes instead of CSS, so that every program can read it. */
export const drawSign = (status: Status, { customer, vendor, idle }: SignColours): string => {
  const move = status === 'related' ? Number(said(/\.related \[part='customer'\] {\s*transform: translate\((\d+)px/)) : 0;
  const path = (magnet: Magnet, colour: string, transform: string): string =>
    `<path fill="${magnet === 'outline' ? idle : colour}" d="${SHAPES[magnet]}" transform="${transform}"/>`;
  const line = `<path fill="${idle}" d="${said(/class="line" d="(.*?)"/)}"/>`;
  const [left, right] = SIGNS[status];
  return (
    path(left, customer, `translate(${move})`) +
    path(right, vendor, `translate(${48 - move}) scale(-1 1)`) +
    (status === 'ended' ? line : '')
  );
};

/** Returns the file name of a sign. */
export const signFile = (status: Status, colours: keyof typeof COLOURS): string => `${status}${colours}.svg`;

/** Returns the SVG of every status in every choice of colours, by file name. */
export const signFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    STATUSES.flatMap((status) =>
      SIGN_COLOURS.map((colours) => [
        signFile(status, colours),
        `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="24" viewBox="0 0 48 24" fill-rule="evenodd" role="img"><title>${en.status[status]}</title>${drawSign(status, COLOURS[colours])}</svg>\n`,
      ]),
    ),
  );
