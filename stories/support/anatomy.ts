import { css, html, LitElement, nothing, type PropertyDeclarations, svg, type TemplateResult } from 'lit';
import { define } from './define.js';

interface Mark {
  readonly name: string;
  /** The box of the part, in the coordinates of the picture. */
  readonly box: DOMRect;
  /** `true` if its line goes up; parts that contain other parts are marked below. */
  readonly isUp: boolean;
}

/** The distance between the element and the numbers, in CSS px. */
const SPACE = 40;

/** A picture of an element with its parts marked and numbered, measured on the element itself in the slot. */
export class StoryAnatomy extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      justify-content: safe center;
      overflow-x: auto;
      position: relative;
      padding: 4.5rem 1.5rem;
      border: 1px solid var(--line);
      border-radius: 0.75rem;
    }
    svg {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      overflow: visible;
      pointer-events: none;
    }
    rect {
      fill: none;
      stroke: var(--link);
      stroke-dasharray: 3 3;
    }
    path {
      stroke: var(--link);
    }
    circle {
      fill: var(--link);
    }
    text {
      fill: Canvas;
      font-weight: 700;
      font-size: 0.8125rem;
      text-anchor: middle;
      dominant-baseline: central;
    }
  `;
  static override properties: PropertyDeclarations = { parts: { attribute: false }, marks: { state: true } };

  /** The names of the parts, in the order of their numbers. */
  declare parts: readonly string[];
  declare private marks: readonly Mark[];

  /** The lower edge of the element, in the coordinates of the picture. */
  #bottom = 0;
  readonly #resized = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.parts = [];
    this.marks = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    if (this.firstElementChild) this.#resized.observe(this.firstElementChild);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override render(): TemplateResult {
    return html`<slot></slot><svg aria-hidden="true">${this.marks.map(this.#renderMark)}</svg>`;
  }

  readonly #renderMark = ({ name, box, isUp }: Mark): TemplateResult => {
    const x = box.x + box.width / 2;
    const y = isUp ? Math.min(...this.marks.map((mark) => mark.box.y)) - SPACE : this.#bottom + SPACE;
    return svg`<rect x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="3"></rect>
      <path d=${`M${x} ${isUp ? box.y : box.bottom}V${y}`}></path>
      <circle cx=${x} cy=${y} r="12"></circle><text x=${x} y=${y}>${this.parts.indexOf(name) + 1 || nothing}</text>`;
  };

  #measure(): void {
    const frame = this.getBoundingClientRect();
    const element = this.firstElementChild;
    this.#bottom = (element?.getBoundingClientRect().bottom ?? 0) - frame.y - this.clientTop;
    this.marks = this.parts.flatMap((name) => {
      const part = element?.shadowRoot?.querySelector(`[part=${name}]`);
      if (!part) return [];
      const { x, y, width, height } = part.getBoundingClientRect();
      const box = new DOMRect(x - frame.x - this.clientLeft + this.scrollLeft, y - frame.y - this.clientTop, width, height);
      return [{ name, box, isUp: !part.querySelector('[part]') }];
    });
  }
}

define('story-anatomy', StoryAnatomy);
