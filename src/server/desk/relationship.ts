/** One relationship: what was received, what stands between the two, and all that the vendor can do. */
import { headOf } from '../../contract/chain.js';
import { conversationsOf } from '../../contract/conversations.js';
import { pledgesOf } from '../../contract/pledges.js';
import { signedBy } from '../../records/jws.js';
import type { VendorRelationship } from '../relationship.js';
import { balance, regards, shareList } from './between.js';
import { proposalOf } from './decide.js';
import { folded, formFor, lineField, textField } from './forms.js';
import { html, type Markup, type Part } from './html.js';
import { PAGE, tellAll, type Told } from './paging.js';
import { badge, type Page, pathOf, reachIn, reachLink, section, sideClass, timeOf, type View } from './parts.js';
import { pledgeList } from './pledges.js';
import { sayingOf } from './saying.js';
import { TEXT, threadOf } from './threads.js';
import { inPlainWords, nameOf, SIGNED, W } from './words.js';

/** Lists what the vendor received. A term without a value is left out. */
const received = (view: View, { iss, status, agreement }: VendorRelationship, links: readonly Told[]): Markup => {
  const [reach, first] = [reachIn(links), links[0]];
  const lines: [string, Part][] = [
    [W.who, html`<code>${iss}</code>`],
    [W.reach, reach && reachLink(reach)],
    [W.terms, agreement && (status === 'ended' ? `It was under ${agreement}.` : `${agreement}: ${inPlainWords(agreement)}`)],
    [W.since, first && timeOf(view, first.claims.iat * 1_000)],
    [W.signed, first && SIGNED[signedBy(first.record)]],
  ];
  return html`
    ${status === 'ended' && !agreement && html`<p>${W.erased}</p>`}
    <dl>${lines.map(([name, text]) => text && html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
  `;
};

/** The conversations, those that wait for us first, and a form to begin one. */
const conversations = (view: View, { iss, status }: VendorRelationship, links: readonly Told[]): Part => {
  const all = conversationsOf(links).toReversed();
  const waiting = all.filter(({ awaits }) => awaits === 'vendor');
  const threads = [...waiting, ...all.filter((one) => !waiting.includes(one))].slice(0, PAGE);
  if (threads.length === 0 && status !== 'related') return undefined;
  const name = nameOf(iss);
  return section(
    'conversations',
    W.conversations,
    html`
      ${threads.map((thread) => threadOf(view, { iss, status }, thread))}
      ${
        status === 'related' &&
        folded(view, W.write, {
          iss,
          act: 'converse',
          text: W.send,
          label: `${W.send} to ${name}`,
          fields: (value) => textField(`Text to ${name}`, 'text', value('text'), TEXT),
        })
      }
    `,
  );
};

/** Pause or resume, and leave: each folded away, with what it does. */
const hold = (view: View, { iss, status }: VendorRelationship, links: readonly Told[]): Part => {
  if (status === 'ended') return undefined;
  const name = nameOf(iss);
  const reason = (value: (name: string) => string): Markup => lineField(W.reason, 'reason', value('reason'));
  const { customer: theyHold, vendor: weHold } = headOf(links)?.held ?? { customer: false, vendor: false };
  const pausing = weHold
    ? formFor(view, { iss, act: 'resume', text: W.resume, label: `${W.resume} with ${name}`, fields: reason })
    : folded(view, W.pause, { iss, act: 'pause', text: W.pause, label: `${W.pause} with ${name}`, fields: reason }, W.pauseLead);
  return section(
    'hold',
    weHold ? W.weHold : theyHold ? W.theyHold : W.hold,
    html`
      ${pausing} ${folded(view, W.leave, { iss, act: 'leave', text: W.leave, label: `${W.leave} ${name}` }, W.leaveLead)}
    `,
  );
};

/** The records, newest first. @param before the hash of the record after the newest one to show */
const timeline = (view: View, iss: string, links: readonly Told[], before: string | null): Markup => {
  const end = links.findIndex(({ hash }) => hash === before);
  const shown = (end < 0 ? links : links.slice(0, end)).slice(-PAGE);
  const [oldest] = shown;
  return html`
    <ol class="timeline" reversed>
      ${shown.toReversed().map(
        ({ claims, record }) => html`
          <li class="${sideClass(claims)}">
            <p>${sayingOf(claims)}</p>
            <p class="small">${timeOf(view, claims.iat * 1_000)}</p>
            <details><summary>${W.record}</summary><pre tabindex="0">${record}</pre></details>
          </li>
        `,
      )}
    </ol>
    <p class="actions">
      ${end >= 0 && html`<a class="action" href="${pathOf(view, iss)}#records">${W.latest}</a>`}
      ${
        oldest !== links[0] && html`<a class="action" href="${pathOf(view, iss)}?before=${oldest?.hash}#records">${W.earlier}</a>`
      }
    </p>
  `;
};

/** The page of a relationship. @param now in milliseconds since 1970 */
export const relationshipPage = async (view: View, iss: string, query: URLSearchParams, now: number): Promise<Page> => {
  const relationship = await view.vendor.relationship(iss);
  const { status, records, proposal } = relationship;
  if (records.length === 0 && !proposal) return { title: nameOf(iss), body: html`<p>${W.notHere}</p>`, status: 404 };
  const links = await tellAll(records);
  const pledges = pledgesOf(links);
  const shared = shareList(view, links, now);
  const body = html`
    <p>${badge(status)}</p>
    ${proposal && section('proposal', W.decide, proposalOf(view, proposal))}
    ${
      links.length > 0 &&
      html`
        <section class="facts" aria-label="${W.facts}">${received(view, relationship, links)}</section>
        ${conversations(view, relationship, links)}
        <div class="between">
          ${pledges.length > 0 && section('pledges', W.pledges, pledgeList(view, relationship, pledges))}
          ${shared && section('shares', W.shares, shared)}
          ${section('regards', W.fair, regards(view, iss, links, status === 'ended'))}
          ${section('balance', W.balance, balance(links))}
        </div>
        ${hold(view, relationship, links)} ${section('records', `${W.records}: ${links.length}`, timeline(view, iss, links, query.get('before')))}
      `
    }
  `;
  return { title: nameOf(iss), body };
};
