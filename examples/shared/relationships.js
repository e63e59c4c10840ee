import { linkOf } from 'relbutton/agent/ledger';
import { ACTS } from './acts/index.js';
import { answerOf } from './answers.js';
import { card } from './card.js';
import { askInDialog } from './dialog.js';
import { element } from './dom.js';
import { INTENT, statement } from './form.js';
import { askSeveral } from './several.js';
import { takeAlong } from './take-along.js';
import { agreementIn, TITLES } from './words.js';

/**
 * A relationship as it is shown.
 *
 * @typedef {import('relbutton/agent/ledger').CustomerRelationship & {
 *   ledger: import('relbutton/agent/ledger').Ledger,
 *   links: import('relbutton').Link[],
 *   canSay: boolean,
 *   button: (text: string, label: string, work: () => Promise<string | undefined>, key?: string) => HTMLButtonElement,
 *   fold: (summary: string, ...children: Node[]) => HTMLDetailsElement,
 *   compose: (act: string, given: object) => Promise<string | undefined>,
 * }} Shown
 * `links`: its records, in their order; `canSay`: whether texts and pledges can be said now; `button` makes a button whose work has a
 * result to show; `fold` makes details that stay open; `compose` asks the person for an act, and says it
 */

/** Asks the person for an act in a dialog, and says it. @param given what the act's form is given */
const compose = async (ledger, { vendor: origin, name, links }, act, given) => {
  const vendor = { origin, name };
  const { yes, done, fieldsOf, bodyOf } = ACTS[act];
  const agreement = act === 'intentcast' ? { agreement: INTENT } : {};
  return askInDialog({
    title: `${TITLES[act]}: ${name}`,
    yes,
    fields: fieldsOf({ links, ...given }),
    preview: (said) => statement({ to: [vendor], act, body: bodyOf(said), agreement: agreementIn(links), ...agreement, links }),
    work: async (said) => answerOf(await ledger.say({ vendor, act, ...agreement, body: bodyOf(said) }), name, done),
  });
};

/** Asks each vendor that still erases whether it has done so. @returns whether one has */
const askOfErasures = async (ledger) => {
  const erasing = [];
  for await (const { iss, erasure } of ledger.relationships()) if (erasure?.pending) erasing.push(iss);
  // A vendor that cannot be reached is asked on the next visit.
  await Promise.allSettled(erasing.map((iss) => ledger.sync(iss)));
  for await (const { iss, erasure } of ledger.relationships()) if (erasing.includes(iss) && !erasure?.pending) return true;
  return false;
};

/**
 * Lists the person's relationships in place of `#list`, with all acts that need no page of the vendor.
 *
 * @param {import('relbutton/agent/ledger').Ledger} ledger
 * @param {object} [options]
 * @param {(all: import('relbutton/agent/ledger').CustomerRelationship[]) => import('relbutton/agent/ledger').CustomerRelationship[]} [options.arrange]
 * filters and sorts the list. Default: all, by name
 * @param {boolean} [options.isBrief] leaves out what was said, the records, the question to several vendors and the export. Default: `false`
 * @param {() => void} [options.changed] runs after an act or a deletion
 * @returns {Promise<() => Promise<void>>} a function that renders the list again
 */
export const showRelationships = async (ledger, { arrange = (all) => all, isBrief = false, changed = () => undefined } = {}) => {
  const list = document.querySelector('#list');
  const said = element('p', { className: 'said', role: 'status', tabIndex: -1 });
  list.before(said);

  /** Renders the list again, and says a result. The focus stays on the same button. */
  const renew = async (result) => {
    const focused = list.contains(document.activeElement) ? document.activeElement : undefined;
    await render();
    said.textContent = result;
    const isSame = ({ name, value }) => name === focused.name && value === focused.value;
    if (focused) ([...list.querySelectorAll('button')].find(isSame) ?? said).focus();
  };

  /** Runs an action, renders the list again, and says the result. Nothing changes if there is none. */
  const run = async (work) => {
    // A status that says the same again is announced only if it was empty between.
    said.textContent = '';
    const result = await work().catch((error) => error.message);
    if (result === undefined) return;
    changed();
    await renew(result);
  };

  /** The details that the person has opened, by key. */
  const open = new Set();
  const fold = (iss, summary, ...children) => {
    const key = iss + summary.replace(/\d/g, '');
    const made = element('details', { open: open.has(key) }, element('summary', {}, summary), ...children);
    made.ontoggle = () => (made.open ? open.add(key) : open.delete(key));
    return made;
  };
  const shownOf = async (relationship) => {
    const { iss, status, records, isReadOnly } = relationship;
    const links = await Promise.all(records.map(linkOf));
    return {
      ...relationship,
      ledger,
      links,
      canSay: status === 'related' && !isReadOnly,
      // By name and value the same button is found again in a new list.
      button: (text, ariaLabel, work, value = text) =>
        element('button', { type: 'button', ariaLabel, name: iss, value, onclick: () => run(work) }, text),
      fold: (...parts) => fold(iss, ...parts),
      compose: (act, given) => compose(ledger, { ...relationship, links }, act, given),
    };
  };

  const several = isBrief ? undefined : askSeveral(ledger, () => run(() => Promise.resolve('All have been asked.')));
  const render = async () => {
    const relationships = await ledger.list();
    const shown = await Promise.all(arrange(relationships).map(shownOf));
    const nobody = relationships.length ? 'Nothing here has these words.' : 'Nothing is kept yet.';
    list.replaceChildren(...(shown.length ? shown.map((one) => card(one, isBrief)) : [element('p', {}, nobody)]));
    several?.renew(relationships);
  };
  if (several) list.after(several.section, takeAlong(ledger, run));
  await render();
  // A later version of the agent in another window closes the ledger here.
  void askOfErasures(ledger).then(
    (isNews) => (isNews ? renew(said.textContent) : undefined),
    () => undefined,
  );
  return render;
};
