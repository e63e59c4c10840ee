import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import hashes from '../../dist/sri.json' with { type: 'json' };
import { ACTS } from '../../src/contract/acts.js';
import { AGREEMENT_IDS, AGREEMENTS, agreementUrl, type AgreementId } from '../../src/contract/agreements.js';
import { define } from '../support/define.js';
import { type Appearance, APPEARANCES, type Size, SIZES } from '../../src/elements/options.js';
import { en } from '../../src/locales/en.js';
import { button, VENDOR } from '../support/elements.js';
import { THEME_NAMES, themeCss, THEMES, themeTitle, type ThemeName } from '../themes.js';
import { bodyTags, type Embed, headTags } from './embed.js';

type Draft = Embed & { readonly size: Size; readonly appearance: Appearance; readonly theme: ThemeName | '' };

const START: Draft = {
  vendorName: VENDOR,
  accepts: ['SD-BASE', 'SD-BASE-DP'],
  acts: ['relate'],
  endpoint: '/relbutton',
  link: '/relate',
  mail: '',
  label: '',
  size: 'medium',
  appearance: 'solid',
  languages: [],
  files: '/',
  theme: '',
};

/** Describes in a few words what an agreement permits. */
const gist = (id: AgreementId): string => {
  const { permits, portability } = AGREEMENTS[id];
  return `${permits.map((use) => en.uses[use]).join(', ')}${portability ? '; data portability' : ''}`;
};

/** The languages that have a file, as BCP 47 tags. */
const LANGUAGES = Object.keys(hashes).flatMap((file) => /^relbutton\.([a-z]{2})\.js$/.exec(file)?.[1] ?? []);
const inEnglish = new Intl.DisplayNames('en', { type: 'language' });

/** Builds the tags of a button from a form, with a preview of the button. */
export class EmbedBuilder extends LitElement {
  static override properties: PropertyDeclarations = { draft: { state: true }, copied: { state: true } };

  declare private draft: Draft;
  /** The heading of the last copied block. */
  declare private copied: string;

  constructor() {
    super();
    this.draft = START;
    this.copied = '';
  }

  /** Renders without a shadow root, so that the page's styles apply. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { draft } = this;
    return html`<form class="fields" @input=${this.#onInput} @submit=${(event: Event) => event.preventDefault()}>
        ${this.#text('vendorName', 'Vendor name')} ${this.#text('link', 'Link that works without script')}
        ${this.#text('mail', 'Mail address', 'Optional: the agent everybody has')}
        ${this.#text('endpoint', 'Endpoint', 'On your own origin. Without one, nothing is agreed by a press')}
        ${this.#text('label', 'Label', `Default: “Relate with ${draft.vendorName}”`)}
        ${this.#text('files', 'Folder of the files', 'Best on your own origin')}
        ${this.#choice('size', 'Size', SIZES)} ${this.#choice('appearance', 'Appearance', APPEARANCES)}
        <label
          >Theme
          <select name="theme">
            <option value="">Default</option>
            ${THEME_NAMES.map((name) => html`<option value=${name}>${themeTitle(name)}</option>`)}
          </select></label
        >
        <fieldset>
          <legend>Acts</legend>
          ${ACTS.map((act) => this.#check('acts', act, html`<code>${act}</code>`))}
        </fieldset>
        <fieldset class="columns">
          <legend>Languages besides English</legend>
          ${LANGUAGES.map((language) => this.#check('languages', language, html`${inEnglish.of(language)}`))}
        </fieldset>
        <fieldset class="columns">
          <legend>Agreements that you accept</legend>
          ${AGREEMENT_IDS.map((id) => this.#check('accepts', id, html`<a href=${agreementUrl(id)} rel="noreferrer">${id}</a> <small>${gist(id)}</small>`))}
        </fieldset>
      </form>
      <section class="result" aria-label="Your button">
        <div class="sample" data-theme=${draft.theme || 'default'}>${button({ ...draft, accepts: [...draft.accepts], acts: [...draft.acts] })}</div>
        ${this.#code('In the head', headTags(draft, hashes))} ${this.#code('Where the button stands', bodyTags(draft))}
        ${draft.theme ? this.#code('In your style sheet', themeCss(THEMES[draft.theme])) : ''}
        <p role="status">${this.copied && `“${this.copied}” is copied.`}</p>
      </section>`;
  }

  #text(name: keyof Draft, label: string, hint = ''): TemplateResult {
    const id = `builder-${name}`;
    return html`<label for=${id}
      >${label}<input id=${id} name=${name} .value=${this.draft[name]} aria-describedby="${id}-hint" /><small id="${id}-hint">${hint}</small></label
    >`;
  }

  #choice(name: keyof Draft, label: string, values: readonly string[]): TemplateResult {
    return html`<label
      >${label}
      <select name=${name}>
        ${values.map((value) => html`<option ?selected=${value === this.draft[name]}>${value}</option>`)}
      </select></label
    >`;
  }

  #check(name: 'accepts' | 'acts' | 'languages', value: string, label: TemplateResult): TemplateResult {
    const id = `builder-${value}`;
    return html`<div class="check">
      <input type="checkbox" id=${id} name=${name} value=${value} ?checked=${this.draft[name].includes(value)} /><label for=${id}>${label}</label>
    </div>`;
  }

  #code(heading: string, text: string): TemplateResult {
    const copy = async (): Promise<void> => {
      await navigator.clipboard.writeText(text);
      this.copied = heading;
    };
    return html`<header><h2>${heading}</h2><button class="key" @click=${copy} aria-label="Copy: ${heading}">Copy</button></header>
      <pre tabindex="0" role="region" aria-label=${heading}><code>${text}</code></pre>`;
  }

  readonly #onInput = (event: Event): void => {
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const all = (name: string): string[] => said.getAll(name) as string[];
    const lists = { accepts: all('accepts'), acts: all('acts'), languages: all('languages') };
    this.draft = { ...this.draft, ...(Object.fromEntries(said) as Partial<Draft>), ...lists };
  };
}

define('embed-builder', EmbedBuilder);
