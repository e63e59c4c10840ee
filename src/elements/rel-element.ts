import { LitElement } from 'lit';
import { restyle } from './css.js';
import type { Words } from '../locales/en.js';
import { VERSION } from '../version.js';
import { warn } from './warn.js';
import { addWords, follow, unfollow } from './words.js';

/** What the elements have in common: how they are registered, and that they speak the language of the page. */
export class RelElement extends LitElement {
  /** The version of this package. */
  static readonly version: string = VERSION;

  /** Adds a language, by the words for it; `relbutton/locales/*` are such. */
  static readonly addWords: (words: Words) => void = addWords;

  /**
   * Registers this class, or one that extends it. Where the name is taken, by another copy of this library say, it stays so, and
   * the console is told once. A browser without custom states (before May 2024) has no use for it: there the link stays a link.
   *
   * @param registry a scoped one; default: the page's
   * @throws DOMException `NotSupportedError` where the registry has this very class by another name: register one that extends it
   */
  static define(tag: string, registry = customElements): void {
    if (globalThis.CSS?.supports('selector(:state(a))') === false) return;
    const taken: (CustomElementConstructor & { version?: string }) | undefined = registry.get(tag);
    if (!taken) registry.define(tag, this);
    else if (taken !== this) warn(`version ${VERSION} is left out; the page has ${taken.version ?? `another <${tag}>`}`);
  }

  #shown = '';

  override connectedCallback(): void {
    super.connectedCallback();
    follow(this);
  }

  /** Shows a text beside the sign. Not lit: it goes on writing to text nodes that translators and extensions have replaced. */
  protected show(text: string): void {
    const place = this.renderRoot.querySelector('.look > span');
    if (place && text !== this.#shown && text !== place.textContent) place.textContent = text;
    this.#shown = text;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Without lit's hydration support, what a server rendered is rendered anew.
    if (!('litElementHydrateSupport' in globalThis)) this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  adoptedCallback(): void {
    restyle(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unfollow(this);
  }
}
