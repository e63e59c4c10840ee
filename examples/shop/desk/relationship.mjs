/** One relationship at the desk: what was received, what stands between the two, and what the shop can do. */
import { html } from 'hono/html';
import { AGREEMENTS } from 'relbutton';
import { signedBy } from 'relbutton/server';
import { form, nameOf, textField, timeOf } from '../../shared/parts.mjs';
import { pledges } from '../../shared/pledges.mjs';
import { balance } from './balance.mjs';
import { regard } from './regard.mjs';
import { shares } from './shares.mjs';
import { timeline } from './timeline.mjs';

const WORDS = { asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };
const SIGNED = { passkey: 'a passkey of their browser', agent: 'their agent' };
const PURPOSES = {
  service: 'the service they ask for',
  analytics: 'analytics',
  tracking: 'tracking',
  profiling: 'profiling',
  sharing: 'sharing it anonymised',
  intent: 'answering their need',
  ai: 'training and operating AI',
  good: 'the public good',
};
/** Describes in plain words what an agreement permits the shop. */
const inPlainWords = (id) => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `We use their data only for ${uses}.${portability ? ' They can take it with them.' : ''}`;
};

/** Lists what the shop received. A term without a value is left out. */
const received = ({ iss, links, status, agreement, asked }) => {
  const all = [...links, ...(asked ? [asked] : [])];
  const reach = all.findLast(({ claims }) => claims.body?.reach)?.claims.body.reach;
  const first = all.find(({ claims }) => claims.agreement);
  const lines = [
    ['Who', `${iss.slice(0, 8)}…`],
    ['Answer them at', reach && html`<a href="${reach}" dir="auto">${reach.replace('mailto:', '')}</a>`],
    ['Terms', agreement && status !== 'ended' && `${agreement}: ${inPlainWords(agreement)}`],
    [status === 'asked' ? 'Asked' : 'Since', first && timeOf(first.claims.iat * 1_000)],
    ['Signed by', first && SIGNED[signedBy(first.record)]],
  ].filter(([, text]) => text);
  return html`<dl>${lines.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
};

const actions = ({ iss, status, agreement, asked }) => {
  const name = nameOf(iss);
  const press = (say, text, label) => form({ say, iss }, '', { text, label });
  const isOn = agreement && status !== 'ended';
  return html`
    <div class="actions">
      ${asked && [press('accept', 'Accept', `Accept what ${name} proposes`), press('refuse', 'Refuse', `Refuse what ${name} proposes`)]}
      ${isOn && press('pause', 'Pause', `Pause with ${name}`)}
      ${status === 'paused' && press('resume', 'Resume', `Resume with ${name}`)}
      ${isOn && press('leave', 'Leave', `Leave ${name}`)}
    </div>
  `;
};

const section = (title, content) => content && html`<section><h4>${title}</h4>${content}</section>`;

const between = ({ iss, status, links, records }, now) => {
  const isOver = status === 'ended';
  return html`
    <div class="between">
      ${section('Pledges', pledges(iss, links, isOver))} ${section('Shared with us', shares(links, now))}
      ${section('Does it feel fair?', regard(iss, links, isOver))} ${section('Balance', balance(links))}
    </div>
    <details><summary>Records: ${records.length}</summary>${timeline(links, records)}</details>
    ${
      status === 'related' &&
      html`<details>
      <summary>Write to them</summary>
      ${form({ say: 'converse', iss }, textField(`Text to ${nameOf(iss)}`, 'text', 4_000), {
        text: 'Send',
        label: `Send to ${nameOf(iss)}`,
      })}
    </details>`
    }
  `;
};

/**
 * @param relationship as `vendor.relationships` returns it, with the `links` of its records, and a proposal that was `asked` and waits,
 * a link with its `record`
 * @param {number} now in milliseconds since 1970
 */
export const relationshipCard = (relationship, now) => {
  const { iss, status, agreement, asked, links } = relationship;
  const proposed = asked?.claims.agreement;
  const past = agreement ? `It was under ${agreement}.` : 'Nothing is kept but that it ended.';
  return html`
    <article class="card">
      <h3>${nameOf(iss)} <rel-badge status="${status}">${WORDS[status]}</rel-badge></h3>
      ${proposed && html`<p>Proposes ${proposed}: ${inPlainWords(proposed)}</p>`} ${status === 'ended' && html`<p>${past}</p>`}
      ${received(relationship)} ${actions(relationship)} ${links.length > 0 && between(relationship, now)}
    </article>
  `;
};
