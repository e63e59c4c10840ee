/** The field for the time until which something is shared: one choice, without a default, of a year at most. */
import { element } from './dom.js';
import { field, selectField } from './fields.js';
import { timeOf } from './words.js';

const endOfDay = (year, month, day) => new Date(year, month, day + 1);
/** Moves a time by months. From the 31st it comes to the last day of a shorter month. */
const inMonths = (now, months) => {
  const time = new Date(now);
  time.setMonth(now.getMonth() + months);
  if (time.getDate() !== now.getDate()) time.setDate(0);
  return time;
};
const inMinutes = (now, minutes) => new Date(+now + minutes * 60_000);
/** Each choice: its words, and the time from now. */
const SPANS = {
  hour: ['An hour from now', (now) => inMinutes(now, 60)],
  today: ['The end of today', (now) => endOfDay(now.getFullYear(), now.getMonth(), now.getDate())],
  week: ['A week from now', (now) => inMinutes(now, 7 * 24 * 60)],
  month: ['A month from now', (now) => inMonths(now, 1)],
  year: ['A year from now', (now) => inMonths(now, 12)],
};

/** Reads a date as the end of that day where the person is. */
const endOfDate = (text) => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year && endOfDay(Number(year), month - 1, Number(day));
};
const dateFault = (text) => {
  const end = endOfDate(text);
  if (!end) return 'Write year, month and day with hyphens between them.';
  if (end <= new Date()) return 'That day is over.';
  return end > inMonths(new Date(), 12) ? 'That is more than a year from now.' : '';
};
/** An RFC 3339 date-time without fractions of a second. */
const written = (time) => time.toISOString().replace(/\.\d+/, '');

/** @param {FormData} said @returns {string} an RFC 3339 date-time; empty if there is none yet */
export const untilOf = (said) => said.get('until');

/** The choice sets the time, so that the person signs the one that they see. */
export const untilFields = () => {
  const until = element('input', { type: 'hidden', name: 'until' });
  const shown = element('p', { className: 'small' });
  const date = field('Its last day', element('input', { type: 'date', name: 'day' }), {
    missing: 'Choose the day.',
    faultOf: dateFault,
  });
  date.hidden = true;
  const spans = Object.entries(SPANS).map(([value, [text]]) => [value, text]);
  const span = selectField({
    label: 'Until',
    name: 'span',
    choices: [...spans, ['date', 'A date']],
    missing: 'Choose when it ends.',
    faultOf: () => (until.value && new Date(until.value) <= new Date() ? 'That time is over. Choose again.' : ''),
  });
  const made = element('div', {}, span, date, until, shown);
  // A form's own listener, which shows what is to be signed, runs after this one.
  made.oninput = () => {
    const [choice, day] = [span, date].map((one) => one.querySelector('select, input').value);
    date.hidden = choice !== 'date';
    const end = choice === 'date' ? !dateFault(day) && endOfDate(day) : SPANS[choice]?.[1](new Date());
    until.value = end ? written(end) : '';
    shown.textContent = end ? `It ends ${timeOf(end)}.` : '';
  };
  return [made];
};
