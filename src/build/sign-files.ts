import { type Magnet, SIGNS, type Status, STATUSES } from '../contract/statuses.js';
import { en } from '../locales/en.js';
import { magnets, magnetStyles, SHAPES } from '../elements/magnets.js';

/** What the elements' own template and style sheet say: there it is written once. */
const said = (pattern: RegExp): string => {
  const [, value] = pattern.exec(magnets('ended').strings.join('') + magnetStyles.cssText) ?? [];
  if (value === undefined) throw new Error(`The sign has no ${pattern} any more: look at it again.`);
  return value;
};

/** Of the two magnets, and of what is not willing, which is also the line's. */
interface SignColours {
  readonly customer: string;
  readonly vendor: string;
  readonly idle: string;
}
const oneColour = (colour: string): SignColours => ({ customer: colour, vendor: colour, idle: colour });

/** By the end of a file's name: in two colours on light and dark; in black, which is one ink in print; and in white for dark grounds. */
const COLOURS = {
  '': {
    customer: said(/--rel-color-customer, (#\w+)/),
    vendor: said(/--rel-color-vendor, (#\w+)/),
    idle: said(/--rel-color-idle, (#\w+)/),
  },
  '-black': oneColour('#000'),
  '-white': oneColour('#fff'),
} as const satisfies Readonly<Record<string, SignColours>>;
export const SIGN_COLOURS = Object.keys(COLOURS) as readonly (keyof typeof COLOURS)[];

/** The sign of a status as SVG, without what is around it: as the elements draw it, but by attributes, which every program reads. */
export const drawSign = (status: Status, { customer, vendor, idle }: SignColours): string => {
  const move = status === 'related' ? Number(said(/\.related {\s*--_rel-move: (\d+)px/)) : 0;
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

/** The file of a status: its name. */
export const signFile = (status: Status, colours: keyof typeof COLOURS): string => `${status}${colours}.svg`;

/** Every status in every choice of colours, by the name of its file. */
export const signFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    STATUSES.flatMap((status) =>
      SIGN_COLOURS.map((colours) => [
        signFile(status, colours),
        `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="24" viewBox="0 0 48 24" fill-rule="evenodd" role="img"><title>${en.status[status]}</title>${drawSign(status, COLOURS[colours])}</svg>\n`,
      ]),
    ),
  );
