import { css, html, LitElement } from 'lit';
import '../../dist/define.js';

const SOLID = 'M18 0H12a12 12 0 0 0 0 24h6a3 3 0 0 0 0-6h-6a6 6 0 0 1 0-12h6a3 3 0 0 0 0-6z';
const sign = (status) =>
  html`<svg part="magnets" class=${status} viewBox="0 0 48 24" aria-hidden="true"
    ><path part="customer" class="outline" d=${SOLID}></path
    ><path part="vendor" class="solid" d=${SOLID} transform="matrix(-1 0 0 1 48 0)"></path
    ><path class="line" d="M22.5 0h3v24h-3z"></path
  ></svg>`;

const stylesOf = (name) => customElements.get(name).styles;

/** The same DOM and style sheets as ours, and nothing else: what a Lit element costs that does not do anything. */
class LitButton extends LitElement {
  static properties = { label: {}, status: {}, size: {}, appearance: {} };
  static styles = [stylesOf('rel-button'), css``];
  static shadowRootOptions = { mode: 'open', delegatesFocus: true };
  render() {
    return html`<button part="button" class="base medium solid" aria-haspopup="dialog" aria-description=${this.status}
      >${sign(this.status)}<span part="label">${this.label}</span></button>`;
  }
}
class LitBadge extends LitElement {
  static properties = { status: {} };
  static styles = stylesOf('rel-badge');
  render() {
    return html`${sign(this.status)}<span part="status">${this.status}</span>`;
  }
}
const bar = (x, width) => html`<svg class="bar" aria-hidden="true"><rect x="${x}%" width="${width}%"></rect></svg>`;
class LitBalance extends LitElement {
  static properties = { initiated: {}, shared: {}, stored: {} };
  static styles = stylesOf('rel-balance');
  render() {
    const row = (word, counts) => {
      const [customer, vendor] = counts.split(' ');
      return html`<tr role="row"
        ><th class="words" role="rowheader" scope="row">${word}</th
        ><td class="customer" role="cell">${bar(50, 50)}<span>${customer}</span></td
        ><td class="vendor" role="cell"><span>${vendor}</span>${bar(0, 50)}</td
      ></tr>`;
    };
    return html`<table class="look" role="table"
      ><caption part="caption">${'Each side’s part, in records'}</caption
      ><tbody
        ><tr role="row"
          ><td class="words" role="cell">${sign('related')}</td
          ><th class="customer" role="columnheader" scope="col">${'Customer'}</th
          ><th class="vendor" role="columnheader" scope="col">${'Vendor'}</th
        ></tr
        >${[row('Initiated', this.initiated), row('Shared', this.shared), row('Stored', this.stored)]}</tbody
    ></table>`;
  }
}
/** The least that a button by Lit can be. */
class BareButton extends LitElement {
  static properties = { label: {} };
  render() {
    return html`<button>${this.label}</button>`;
  }
}
customElements.define('lit-button', LitButton);
customElements.define('lit-badge', LitBadge);
customElements.define('lit-balance', LitBalance);
customElements.define('bare-button', BareButton);

const MARKUP = {
  'rel-button':
    '<rel-button vendor-name="Acme" accepts="SD-BASE" status="offered"><a href="/relate">Relate with Acme</a></rel-button>',
  'lit-button': '<lit-button label="Relate with Acme" status="offered"><a href="/relate">Relate with Acme</a></lit-button>',
  'bare-button': '<bare-button label="Relate with Acme"></bare-button>',
  'rel-badge': '<rel-badge status="related">Related</rel-badge>',
  'lit-badge': '<lit-badge status="related">Related</lit-badge>',
  'rel-balance': '<rel-balance initiated="3 2" shared="2 2" stored="6 6"></rel-balance>',
  'lit-balance': '<lit-balance initiated="3 2" shared="2 2" stored="6 6"></lit-balance>',
};
const stage = document.querySelector('#stage');
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** @returns milliseconds until 1,000 elements are on screen. `markup` is that of one; default: as here */
globalThis.mount = async (name, markup = MARKUP[name]) => {
  const all = markup.repeat(1_000);
  stage.replaceChildren();
  globalThis.gc();
  await nextFrame();
  const begun = performance.now();
  stage.innerHTML = all;
  await nextFrame();
  return performance.now() - begun;
};
/** @returns bytes of JS heap that an element holds */
globalThis.weigh = async (name) => {
  stage.replaceChildren();
  await nextFrame();
  globalThis.gc();
  const before = performance.memory.usedJSHeapSize;
  stage.innerHTML = MARKUP[name].repeat(1_000);
  await nextFrame();
  globalThis.gc();
  return (performance.memory.usedJSHeapSize - before) / 1_000;
};
