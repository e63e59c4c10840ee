import { html, nothing, type TemplateResult } from 'lit';
import { opensElsewhere } from '../../../handoff/captured-dom.js';
import { pressLink } from '../../../handoff/links.js';
import { agentOrigin } from '../../../handoff/web-agent.js';
import { fill } from '../../../locales/en.js';
import { saveFile } from '../save-file.js';
import { offerOf } from '../offer.js';
import { fold, form, type Look, on, row, say, type View } from './parts.js';

const linkRow = (
  to: Pick<HTMLAnchorElement, 'href' | 'target'>,
  label: string,
  look: Look,
  run: (event: MouseEvent) => void,
): TemplateResult => html`<a class="look base row ${look}" href=${to.href} target=${to.target} @click=${run}>${say(label)}</a>`;

/** The ways that need no agent: the vendor's link, a mail, a copy to keep, an app to send to. @param look of the first */
export const ways = ({ flow, links: { link, mail, label }, words }: View, look: Look = 'outline'): TemplateResult[] => {
  const { name } = flow.terms.told.vendor;
  const relate = fill(words.relate, name);
  /** The vendor's own link: a click here becomes one there. */
  const vendorRow = (to: HTMLAnchorElement | undefined, text: string, shown: Look): TemplateResult | undefined =>
    to &&
    linkRow(to, text, shown, (event) => {
      event.preventDefault();
      if (!opensElsewhere(event)) flow.follow();
      pressLink(to, event);
    });
  const following = (text: string, shown: Look, run: () => void): TemplateResult =>
    row(text, shown, () => {
      flow.follow();
      run();
    });
  const share = (): void => {
    // Rejects where the person changes their mind: no matter of ours.
    globalThis.navigator.share({ title: relate, url: link?.href ?? location.href }).catch(() => undefined);
  };
  return [
    // The title says `relate` already.
    vendorRow(link, label && label !== relate ? label : fill(words.visit, name), look),
    vendorRow(mail, fill(words.write, name), 'outline'),
    following(words.keep, link ? 'outline' : look, () => saveFile(offerOf(flow.terms, link?.href))),
    'share' in globalThis.navigator ? following(words.send, 'outline', share) : undefined,
  ].filter((way) => way !== undefined);
};

/** An agent at an address that the person types, or that the browser opens `web+rel:` links with. */
export const elsewhere = ({ flow, links: { link }, words }: View): TemplateResult => {
  const open = (field: HTMLInputElement): void => {
    const agent = agentOrigin(field.value);
    field.setCustomValidity(agent ? '' : words.noAddress);
    if (field.reportValidity()) flow.open(agent as string);
  };
  const hand = link
    ? linkRow(
        { href: `web+rel:${encodeURIComponent(link.href)}`, target: '_blank' },
        words.hand,
        'outline',
        on(() => flow.follow()),
      )
    : nothing;
  return fold(
    words.have,
    html`${form(
      open,
      html`<label>${say(words.address)}<input class="look outline" inputmode="url" autocomplete="off"></label>${row(words.open)}`,
    )}${hand}`,
  );
};
