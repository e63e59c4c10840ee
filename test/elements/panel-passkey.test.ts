/** The panel where a passkey signs, with the browser's own virtual authenticator, and the vendor's real server. */
import { answerDialogs, close, hasPasskeys, opened } from '../support/dialogs.js';
import { executeServerCommand, sendKeys, setViewport } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import { readClaims } from '../../src/contract/record.js';
import { expectAccessible } from '../support/axe.js';
import { buttonOf, click, crossOf, inside, PageAgent, panelOf, press, put, record, rowNamed, until } from '../support/page.js';
import { PageVendor } from '../support/page-vendor.js';

const BUTTON =
  '<h1>Shop</h1><rel-button vendor-name="Acme Coffee" endpoint="/relbutton" accepts="SD-BASE-A SD-BASE SD-BASE-DP"><a href="#relate">Relate with Acme Coffee</a></rel-button>';

/** The texts that are seen in the panel, by the element that has them. */
const textsIn = (host: Element): string[] =>
  [...(panelOf(host)?.querySelectorAll<HTMLElement>('*') ?? [])]
    .filter((one) => !one.childElementCount && one.textContent?.trim() && one.checkVisibility())
    .map(({ textContent }) => textContent.trim());

if (hasPasskeys)
  describe('the panel with a passkey', () => {
    let shop: PageVendor;
    let vendor: ReturnType<typeof record>;
    const saved: { name: string; text: string }[] = [];
    const { click: realClick } = HTMLAnchorElement.prototype;
    beforeEach(async () => {
      vendor = record();
      await executeServerCommand('authenticator', 'add');
      shop = await PageVendor.open({ accepts: ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'] });
      answerDialogs();
      saved.length = 0;
      // The edge of the machine: what the browser would write to disk.
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        saved.push({ name: this.download, text: decodeURIComponent(this.href.replace(/^[^,]*,/, '')) });
      };
    });
    afterEach(async () => {
      HTMLAnchorElement.prototype.click = realClick;
      document.querySelectorAll('rel-button').forEach((button) => button.cancel());
      shop.close();
      await executeServerCommand('authenticator', 'remove');
    });

    const start = async (markup = BUTTON): Promise<HTMLElement> => {
      const host = await put(markup);
      await press(host);
      return host;
    };
    const says = (host: Element, text: string): Promise<void> =>
      until(() => panelOf(host)?.textContent?.includes(text), `"${text}" in "${panelOf(host)?.innerText}"`);
    const relate = async (): Promise<HTMLElement> => {
      const host = await start();
      await click(rowNamed(host, 'Agree with a passkey'));
      await says(host, 'You and Acme Coffee relate.');
      return host;
    };
    /** Comes back to the same page, where the vendor's server knows the status or not. */
    const again = async (status: string): Promise<HTMLElement> => {
      const host = await start(BUTTON.replace('<rel-button', `<rel-button status="${status}"`));
      answerDialogs();
      return host;
    };
    const names = (host: Element): (string | undefined)[] =>
      [...(panelOf(host)?.querySelectorAll<HTMLElement>('.row') ?? [])]
        .filter((row) => row.checkVisibility())
        .map(({ innerText }) => innerText.trim());

    it('remembers nothing that was typed in a panel that has closed', async () => {
      const host = await start();
      const fields = (): HTMLInputElement[] => [...(panelOf(host)?.querySelectorAll<HTMLInputElement>('input.look') ?? [])];
      expect(fields()).to.have.length(2);
      for (const field of fields()) field.value = 'agent.example';
      await sendKeys({ press: 'Escape' });
      await press(host);
      expect(fields().map(({ value }) => value)).to.deep.equal(['', '']);
    });

    it('lets the person choose the terms, the one that permits least first, and no text is there twice', async () => {
      const host = await start();
      const radios = [...(panelOf(host)?.querySelectorAll<HTMLInputElement>('[name=terms]') ?? [])];
      expect(radios.map(({ value, checked }) => [value, checked])).to.deep.equal([
        ['SD-BASE', true],
        ['SD-BASE-DP', false],
        ['SD-BASE-A', false],
      ]);
      const texts = textsIn(host).filter((text) => text !== 'text');
      expect(new Set(texts).size, texts.join('\n')).to.equal(texts.length);
      expect(panelOf(host)?.textContent).not.to.match(/decides|Leave/);
      expect(inside<HTMLInputElement>(host, ':focus').value).to.equal('SD-BASE');
      expect(names(host)).to.deep.equal(['Agree with a passkey', 'I have been here before']);
      await expectAccessible();
      await click(panelOf(host)?.querySelectorAll('.term label')[2] as HTMLElement);
      expect(radios.map(({ checked }) => checked)).to.deep.equal([false, false, true]);
      await sendKeys({ press: 'ArrowUp' });
      expect(radios.map(({ checked }) => checked)).to.deep.equal([false, true, false]);
    });

    for (const [text, reach] of [
      ['', undefined],
      [' me@shop.example ', 'mailto:me@shop.example'],
      ['https://me.example/hello?x=1', 'https://me.example/hello?x=1'],
    ] as const)
      it(`joins in three presses and two dialogs, to be answered at "${text}"`, async () => {
        const host = await start();
        inside<HTMLInputElement>(host, '[name=reach]').value = text;
        await click(rowNamed(host, 'Agree with a passkey'));
        await says(host, 'You and Acme Coffee relate.');
        expect(opened).to.deep.equal(['create', 'get']);
        expect(panelOf(host)?.textContent).to.contain('Both of you hold this record.');
        await expectAccessible();
        await click(rowNamed(host, 'Save your copy'));
        await until(() => saved.length);
        expect(saved[0]?.name).to.equal(`${location.hostname}.relbutton.json`);
        expect(JSON.parse(saved[0]?.text ?? '')).to.have.nested.property('relationships[0].vendor');
        await click(rowNamed(host, 'Done'));
        expect(vendor.outcomes()).to.deep.equal(['agreed']);
        const claims = readClaims((vendor.events.at(-1) as HTMLElementEventMap['rel-outcome']).record ?? '');
        expect(claims).to.include({ act: 'relate', agreement: 'SD-BASE' });
        expect((claims?.body as { reach?: string }).reach).to.equal(reach);
      });

    for (const text of ['me', 'me@', '@shop.example', 'http://me.example', 'javascript:1@2', 'a@b, c@d', 'https://', 'a b@c'])
      it(`is answered at no "${text}": a sentence says so, and nothing is signed`, async () => {
        const host = await start();
        const field = inside<HTMLInputElement>(host, '[name=reach]');
        field.value = text;
        await click(rowNamed(host, 'Agree with a passkey'));
        expect(field.validationMessage).to.equal('An email address, or a link with https:');
        expect(opened).to.deep.equal([]);
      });

    it('comes back from the browser’s dialog with everything that was typed and offered', async () => {
      const agent = new PageAgent('Agent');
      const host = await start();
      answerDialogs(close);
      await click(inside(host, 'summary'));
      const field = inside<HTMLInputElement>(host, '[name=reach]');
      field.value = 'me@shop.example';
      await click(panelOf(host)?.querySelectorAll('.term label')[1] as HTMLElement);
      await click(rowNamed(host, 'Agree with a passkey'));
      await says(host, 'Your browser is waiting for your answer.');
      await expectAccessible();
      await says(host, 'Nothing was signed.');
      expect(inside(host, '[role=status]')).to.have.text('Nothing was signed.');
      expect(field.isConnected && field.value).to.equal('me@shop.example');
      expect(inside<HTMLInputElement>(host, '[name=terms]:checked').value).to.equal('SD-BASE-DP');
      expect(inside(host, 'details').hasAttribute('open')).to.equal(true);
      await expectAccessible();
      expect(agent.types()).to.deep.equal(['ask']);
      await click(rowNamed(host, 'Agent'));
      expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    });

    it('shows a counter in plain words, with one press to sign it, and No', async () => {
      shop.close();
      shop = await PageVendor.open({
        accepts: ['SD-BASE-A'],
        decide: ({ agreement }) => (agreement === 'SD-BASE-A' ? 'accept' : { counter: 'SD-BASE-A' }),
      });
      const host = await start();
      await click(rowNamed(host, 'Agree with a passkey'));
      await says(host, 'Acme Coffee suggests another agreement.');
      expect(panelOf(host)?.textContent).to.contain('Your data only for the service you ask for and analytics');
      expect(names(host)).to.deep.equal(['Agree with a passkey', 'No']);
      await expectAccessible();
      await click(rowNamed(host, 'Agree with a passkey'));
      await says(host, 'You and Acme Coffee relate.');
      await click(crossOf(host));
      expect(vendor.outcomes()).to.deep.equal(['agreed']);
    });

    it('knows a person who comes back, by their passkey: message, regard, pause, data, and leave', async () => {
      const said = (): unknown[] => {
        const claims = readClaims((vendor.events.at(-1) as HTMLElementEventMap['rel-outcome']).record ?? '');
        return [claims?.act, claims?.body];
      };
      await click(rowNamed(await relate(), 'Done'));
      let host = await again('offered');
      await click(rowNamed(host, 'I have been here before'));
      await says(host, 'Related since ');
      expect(inside(host, 'h2')).to.have.text('You and Acme Coffee');
      expect(names(host)).to.deep.equal(['Send', 'Pause', 'Get your data', 'Leave']);
      await expectAccessible();
      await click(rowNamed(host, 'Send'));
      expect(opened).to.deep.equal(['get']);
      inside<HTMLTextAreaElement>(host, 'textarea').value = 'Hello';
      await click(rowNamed(host, 'Send'));
      await says(host, 'Acme Coffee has your message.');
      await click(rowNamed(host, 'Done'));

      host = await again('related');
      for (const how of ['Fair', 'Unsure', 'Unfair']) expect(rowNamed(host, how).checkVisibility(), how).to.equal(false);
      await click(inside(host, 'summary'));
      await expectAccessible();
      await click(rowNamed(host, 'Unsure'));
      await says(host, 'Acme Coffee has your message.');
      await click(rowNamed(host, 'Done'));
      expect(said()).to.deep.equal(['regard', { feels: 'unsure' }]);

      host = await again('related');
      await click(rowNamed(host, 'Pause'));
      await says(host, 'Both of you hold this record.');
      expect(inside(host, 'h2')).to.have.text('Paused');
      await click(rowNamed(host, 'Done'));
      expect(host).to.have.property('currentStatus', 'paused');

      host = await again('paused');
      expect(names(host)).to.deep.equal(['Resume', 'Get your data', 'Leave']);
      await expectAccessible();
      await click(rowNamed(host, 'Get your data'));
      await until(() => names(host).includes('Save your data'));
      await expectAccessible();
      await click(rowNamed(host, 'Save your data'));
      expect(JSON.parse(saved.at(-1)?.text ?? '')).to.have.property('records');
      await click(rowNamed(host, 'Done'));

      host = await again('paused');
      await click(inside(host, '[type=checkbox]'));
      expect(inside<HTMLInputElement>(host, '[type=checkbox]').checked).to.equal(true);
      await click(rowNamed(host, 'Leave'));
      await until(() => names(host).includes('Done'));
      expect(inside(host, 'h2')).to.have.text('Ended');
      expect(panelOf(host)?.textContent).to.contain('Acme Coffee has erased your data.');
      await expectAccessible();
      await click(rowNamed(host, 'Done'));
      expect(said()).to.deep.equal(['leave', { erase: true }]);
      expect(host).to.have.property('currentStatus', 'ended');
    });

    it('says that the vendor erases, and what became of it once the person comes back', async () => {
      const kept = { kept: 'Invoices', why: 'tax law', until: '2037' };
      shop.close();
      shop = await PageVendor.open({ erase: () => Promise.resolve(kept) });
      let erasure: object = { pending: true };
      shop.edge = async (_, answer) => {
        const response = await answer();
        const reply = (await response.json()) as { erasure?: object; status?: string };
        const isTold = Boolean(reply.erasure) || reply.status === 'ended';
        return Response.json(isTold ? { ...reply, erasure } : reply, { status: response.status });
      };
      await click(rowNamed(await relate(), 'Done'));
      let host = await again('related');
      await click(inside(host, '[type=checkbox]'));
      await click(rowNamed(host, 'Leave'));
      await says(host, 'Acme Coffee is erasing your data.');
      expect(panelOf(host)?.textContent).not.to.contain('has erased');
      await expectAccessible();
      await click(rowNamed(host, 'Done'));
      expect(host).to.have.property('currentStatus', 'ended');
      for (const [outcome, text] of [
        [{ pending: true }, 'Acme Coffee is erasing your data.'],
        [kept, 'Acme Coffee keeps Invoices until 2037: tax law'],
        [{ erased: true }, 'Acme Coffee has erased your data.'],
      ] as const) {
        erasure = outcome;
        host = await again('ended');
        expect(panelOf(host)?.textContent, 'before it is asked').not.to.contain(text);
        await click(rowNamed(host, 'I have been here before'));
        await says(host, text);
        expect(textsIn(host).filter((one) => one === text)).to.have.length(1);
        await expectAccessible();
        await click(crossOf(host));
      }
    });

    it('does not know a passkey that has no relationship: it says so', async () => {
      await click(rowNamed(await relate(), 'Done'));
      shop.close();
      shop = await PageVendor.open();
      const host = await again('offered');
      await click(rowNamed(host, 'I have been here before'));
      await says(host, 'Acme Coffee does not know this passkey.');
      await expectAccessible();
    });

    for (const [place, style] of Object.entries({
      'top left': 'top:0;left:0',
      'the middle': 'top:430px;left:480px',
      'bottom right': 'bottom:0;right:0',
    }))
      it(`fits without scrolling at 1200 by 900, and leaves its button alone, at ${place}`, async () => {
        await setViewport({ width: 1200, height: 900 });
        try {
          for (const agents of [[], ['One', 'Two']]) {
            const agent = new PageAgent(...agents);
            const host = await start(`<div style="position:fixed;${style}">${BUTTON}</div>`);
            const panel = panelOf(host) as HTMLElement;
            const [a, b] = [panel.getBoundingClientRect(), buttonOf(host).getBoundingClientRect()];
            expect(panel.scrollHeight, 'scrolls').to.be.at.most(panel.clientHeight);
            expect(Math.min(a.top, a.left, 1200 - a.right, 900 - a.bottom), 'on the screen').to.be.at.least(0);
            const apart = Math.max(a.top - b.bottom, b.top - a.bottom, a.left - b.right, b.left - a.right);
            expect(apart, 'beside the button').to.be.at.least(0);
            crossOf(host).click();
            document.querySelector('rel-button')?.cancel();
            agent.stop();
          }
        } finally {
          await setViewport({ width: 800, height: 600 });
        }
      });
  });
