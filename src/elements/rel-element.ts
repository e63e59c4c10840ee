import { LitElement } from 'lit';
import { appendNew } from '../handoff/captured-dom.js';
import { restyle } from './css.js';
import type { Words } from '../locales/en.js';
import { VERSION } from '../version.js';
import { warn } from './warn.js';
import { addWords, follow, unfollow } from './words.js';
import { writeText } from './write-text.js';

/** The base class of the elements: registers them, and keeps them in the language of the page. */
export class RelElement extends LitElement {
  /** The version of this package. */
  static readonly version: string = VERSION;

  /**
   * Adds a language to all elements, or replaces one. The modules `relbutton/locales/*` do it on import.
   *
   * @example
   * badge.lang = 'en-AU';
   * RelBadge.addWords({ ...en, lang: 'en-AU', status: { ...en.status, offered: 'Keen to relate' } });
   * await badge.updateComplete;
   * badge.shadowRoot.textContent; // → 'Keen to relate'
   */
  static readonly addWords: (words: Words) => void = addWords;

  /**
   * Defines this class, or one that extends it, as a custom element. If the name is taken, for example by another copy of this
   * library, the page keeps that element, with one warning. In browsers without custom states (before May 2024) it does nothing: the
   * child link stays a link.
   *
   * @param tag the name of the element
   * @param registry a scoped registry; default: that of the page
   * @throws DOMException `NotSupportedError` if the registry has this class under another name: define a class that extends it
   * @example
   * class ShopButton extends RelButton {}
   * ShopButton.define('shop-button');
   * customElements.get('shop-button') === ShopButton; // → true
   */
  static define(tag: string, registry = globalThis.customElements): void {
    if (!registry || globalThis.CSS?.supports?.('selector(:state(a))') === false) return;
    const taken: (CustomElementConstructor & { version?: string }) | undefined = registry.get(tag);
    if (!taken) registry.define(tag, this);
    else if (taken !== this) warn(`version ${VERSION} is left out; the page has ${taken.version ?? `another <${tag}>`}`);
  }

  #shown = '';

  override connectedCallback(): void {
    super.connectedCallback();
    follow(this);
  }

  /** Shows a text beside the sign. */
  protected show(text: string): void {
    const place = this.renderRoot.querySelector('.look > span');
    if (place) writeText(place, text, this.#shown);
    this.#shown = text;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Without lit's hydration support, replace the server's rendering.
    if (!('litElementHydrateSupport' in globalThis)) this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  /**
   * Keeps the element as its link if lit cannot render in this page, for example because of a `<form name="createElement">`.
   */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      warn(`<${this.localName}> stays a link: ${error as Error}`);
      if (!this.renderRoot.firstElementChild) appendNew(this.renderRoot, 'slot');
    }
  }

  adoptedCallback(): void {
    restyle(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unfollow(this);
  }
}
