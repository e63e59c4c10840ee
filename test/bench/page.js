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
customElements.define('lit-button', LitButton);
customElements.define('lit-badge', LitBadge);

const MARKUP = {
  'rel-button':
    '<rel-button vendor-name="Acme" accepts="SD-BASE" status="offered"><a href="/relate">Relate with Acme</a></rel-button>',
  'lit-button': '<lit-button label="Relate with Acme" status="offered"><a href="/relate">Relate with Acme</a></lit-button>',
  'rel-badge': '<rel-badge status="related">Related</rel-badge>',
  'lit-badge': '<lit-badge status="related">Related</lit-badge>',
};
const stage = document.querySelector('#stage');
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Milliseconds until 1,000 elements are on screen. */
const mount = async (name) => {
  const markup = MARKUP[name].repeat(1_000);
  stage.replaceChildren();
  globalThis.gc();
  await nextFrame();
  const begun = performance.now();
  stage.innerHTML = markup;
  await nextFrame();
  return performance.now() - begun;
};
/** Bytes of JS heap that an element holds. */
const weigh = async (name) => {
  stage.replaceChildren();
  await nextFrame();
  globalThis.gc();
  const before = performance.memory.usedJSHeapSize;
  stage.innerHTML = MARKUP[name].repeat(1_000);
  await nextFrame();
  globalThis.gc();
  return (performance.memory.usedJSHeapSize - before) / 1_000;
};

globalThis.measure = async (ours, theirs, rounds) => {
  const ratios = [];
  for (let i = 0; i < rounds + 4; i++) {
    // In turns, and each first as often as the other, so that whatever slows the machine slows both.
    const [first, second] = i % 2 ? [ours, theirs] : [theirs, ours];
    const times = { [first]: await mount(first), [second]: await mount(second) };
    if (i >= 4) ratios.push(times[ours] / times[theirs]);
  }
  const heaps = [];
  for (let i = 0; i < 5; i++) heaps.push((await weigh(ours)) - (await weigh(theirs)));
  return { ratio: median(ratios), heap: median(heaps) };
};
