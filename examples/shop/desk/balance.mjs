/** Who initiated, shared and stores how many records. The table is there until the element draws it, and where it does not. */
import { html } from 'hono/html';
import { balanceOf } from 'relbutton/server';

/** @param {readonly import('relbutton/server').Link[]} links of one relationship */
export const balance = (links) => {
  const { customer, vendor } = balanceOf(links);
  const pair = (name) => `${customer[name]} ${vendor[name]}`;
  const row = (text, name) => html`<tr><th scope="row">${text}</th><td>${customer[name]}</td><td>${vendor[name]}</td></tr>`;
  return html`
    <rel-balance initiated="${pair('initiated')}" shared="${pair('shared')}" stored="${pair('stored')}">
      <table>
        <thead>
          <tr><td></td><th scope="col">They</th><th scope="col">We</th></tr>
        </thead>
        <tbody>
          ${row('Initiated', 'initiated')} ${row('Shared', 'shared')} ${row('Stored', 'stored')}
        </tbody>
      </table>
    </rel-balance>
  `;
};
