/** Where a host leads on by the vendor's own link, stays that link, or leaves out an attribute (contract, "Where it stays a link"). */
import { type Case, check } from '../report.js';
import type { PanelInPage } from './panel-in-page.js';
import { inPage, type PageProbe } from './probe.js';

export const linkCases: readonly Case<PageProbe>[] = [
  ...(
    [
      ['link', '/relbutton-conformance-link'],
      ['mail', 'mailto:conformance@shop.example'],
    ] as const
  ).map(([what, href]) =>
    inPage(
      ['C-72'],
      `its ${what} is followed by a press in the vendor’s own markup, after the outcome`,
      async (t: PanelInPage, given) => {
        t.setLinks('/relbutton-conformance-link', 'mailto:conformance@shop.example');
        const own = t.host.querySelector(`a[href="${given.href}"]`) as HTMLAnchorElement;
        const after: number[] = [];
        t.host.addEventListener('click', (event) => event.preventDefault());
        own.addEventListener('click', () => after.push(t.outcomes.length));
        await t.rest();
        await t.openPanel();
        const row = t.controls().find((one) => (one as HTMLAnchorElement).href === own.href);
        await t.press(row ?? t.skip(`The panel shows no link with the address of the vendor’s ${given.what}.`));
        await t.until(() => after.length, 'The vendor’s own markup gets no press.');
        t.check(after.join() === '1' && t.outcomes[0]?.outcome === 'by-link', 'It gets one before the outcome by-link, or two.');
      },
      { what, href },
    ),
  ),
  inPage(['C-72', 'C-71'], 'with no-agent="follow" and no offer its link is followed at once', async (t: PanelInPage) => {
    t.setLinks('/relbutton-conformance-link');
    t.host.setAttribute('no-agent', 'follow');
    const after: number[] = [];
    t.host.addEventListener('click', (event) => event.preventDefault());
    t.host.firstElementChild?.addEventListener('click', () => after.push(t.outcomes.length));
    await t.rest();
    await t.ask();
    await t.until(() => after.length, 'The vendor’s own link gets no press.');
    t.check(after.join() === '1' && t.outcomes[0]?.outcome === 'by-link', 'It gets one before the outcome by-link, or two.');
  }),
  ...(
    [
      ['elsewhere', 'in a frame of another origin'],
      ['sandboxed', 'without an origin'],
      ['insecure', 'on an insecure page'],
    ] as const
  ).map(([place, where]): Case<PageProbe> => ({
    rules: ['C-241'],
    name: `${where} it stays its link, with one warning`,
    run: async (probe) => {
      const { isLink, warnings } = await probe.frame(place);
      check(isLink, 'The link in it does not show.');
      check(warnings.length === 1, `It warns ${warnings.length} times${warnings.map((one) => `: ${one}`).join('')}`);
    },
  })),
  ...(
    [
      ['status', 'wibble', 'related'],
      ['acts', 'relate Wibble', 'converse'],
      ['accepts', 'SD-BASE wibble', 'SD-BASE-DP'],
      ['no-agent', 'wibble', 'follow'],
    ] as const
  ).map(([attribute, value, allowed]) =>
    inPage(
      ['C-242'],
      `of ${attribute}="${value}" it warns once, with the value and the allowed ones, and the rest works`,
      async (t: PanelInPage, given) => {
        for (let i = 0; i < 2; i++) {
          t.host.setAttribute(given.attribute, given.value);
          await t.rest();
          t.offers.length = t.heard.length = 0;
          const { act, accepts } = (await t.choose()) as unknown as { act: string; accepts: readonly string[] };
          t.check(act === 'relate' && accepts.join() === 'SD-BASE', `It asks for ${act} under ${accepts.join()}.`);
          await t.cancel();
          t.offers.length = 0;
          await t.ask();
          await t.cancel();
          t.host.removeAttribute(given.attribute);
          await t.rest();
        }
        const [warning, ...more] = t.warnings.filter((one) => /wibble/i.test(one));
        t.check(warning !== undefined && more.length === 0, `It warns ${more.length + (warning ? 1 : 0)} times.`);
        t.check(warning.includes(given.allowed), `It does not say that ${given.allowed} is allowed: ${warning}`);
      },
      { attribute, value, allowed },
    ),
  ),
];
