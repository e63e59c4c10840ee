import { expect } from '@open-wc/testing';
import { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { VERSION } from '../../src/version.js';
import { inside, put, warningsDuring } from '../support/page.js';

describe('define()', () => {
  it('leaves the elements of another copy as they are, throws nothing, and says so once', async () => {
    await put('<rel-button></rel-button>');
    // What a bundle of its own brings: the same modules, as other ones.
    const copy = '../../dist/relbutton.min.js';
    const said = await warningsDuring(() => import(copy));
    expect(said).to.deep.equal([`relbutton: version ${VERSION} is left out; the page has ${VERSION}.`]);
    expect(customElements.get('rel-button')).to.equal(RelButton);
    expect(customElements.get('rel-badge')).to.equal(RelBadge);
  });

  it('leaves a name that is taken, and says by what', async () => {
    class Own extends HTMLElement {}
    customElements.define('x-taken', Own);
    const said = await warningsDuring(() => RelBadge.define('x-taken'));
    expect(said).to.deep.equal([`relbutton: version ${VERSION} is left out; the page has another <x-taken>.`]);
    expect(customElements.get('x-taken')).to.equal(Own);
  });

  it('says nothing where the very same class is registered again', async () => {
    expect(await warningsDuring(() => RelButton.define('rel-button'))).to.deep.equal([]);
  });

  it('leaves the link alone in a browser that lacks what the elements are made of', () => {
    class Own extends RelBadge {}
    const { supports } = CSS;
    // The edge of the machine: no such browser is here.
    CSS.supports = (what: string) => !what.includes(':state(') && supports(what);
    try {
      Own.define('x-older');
    } finally {
      CSS.supports = supports;
    }
    expect(customElements.get('x-older')).to.equal(undefined);
    Own.define('x-older');
    expect(customElements.get('x-older')).to.equal(Own);
  });

  it('registers a class that extends an element under a name of its own', async () => {
    class Own extends RelBadge {}
    Own.define('x-badge');
    const host = document.body.appendChild(document.createElement('x-badge') as Own);
    await host.updateComplete;
    expect(host.shadowRoot?.textContent).to.equal('Open to relate');
    host.remove();
  });

  it('registers in another registry than the page’s, and there only', () => {
    const { contentWindow } = document.body.appendChild(document.createElement('iframe'));
    const { customElements: registry } = contentWindow as typeof window;
    RelButton.define('rel-elsewhere', registry);
    expect(registry.get('rel-elsewhere')).to.equal(RelButton);
    expect(customElements.get('rel-elsewhere')).to.equal(undefined);
  });

  const scoped = ((): CustomElementRegistry | undefined => {
    try {
      return new CustomElementRegistry();
    } catch {
      return undefined;
    }
  })();
  if (scoped) {
    it('lets an element render in a tree of a scoped registry, where the engine has them', async () => {
      RelButton.define('x-scoped', scoped);
      const tree = document.body.appendChild(document.createElement('div'));
      const root = tree.attachShadow({ mode: 'open', customElementRegistry: scoped });
      root.innerHTML = '<x-scoped><a href="#relate">Relate</a></x-scoped>';
      const host = root.firstElementChild as RelButton;
      await host.updateComplete;
      expect(inside(host, '[part=label]')).to.have.text('Relate');
      expect(customElements.get('x-scoped')).to.equal(undefined);
      tree.remove();
    });
  }
});
