/** `docs/start.md`, walked as it stands, from a clone to a row in a database: what each step prints is what stands below it. */
import { strictEqual as is } from 'node:assert';
import { join } from 'node:path';
import { eventually, unfold, withPasskeys } from '../e2e/driver.mjs';
import { cloneInto } from '../support/clone.mjs';
import { openDoc } from '../support/doc.mjs';

/** Parts of the output that differ between runs or releases. */
const alike = (text) =>
  text
    .trim()
    .replace(/\n+/g, '\n')
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '<key>')
    .replace(/\d{4}-\d\d-\d\d/g, '<date>')
    .replace(/relbutton-[\d.]+\d/, 'relbutton-<version>');

for (const [engine, open] of withPasskeys.slice(0, 1))
  describe(`docs/start.md in ${engine}`, () => {
    let doc;
    let browser;
    let page;
    before(async () => {
      doc = await openDoc('docs/start.md', ['8080', '4712']);
      const clone = join(doc.folder, 'relbutton');
      cloneInto(clone);
      await doc.run(`cd ${clone}`);
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      await doc.close();
    });

    const shop = () => doc.local('http://localhost:8080');
    /** Returns the text on the reader's screen, by the name of the block that shows it. */
    const seen = {
      async panel() {
        await page.goto(shop());
        await page.click('rel-button', '[part=button]');
        return eventually(() =>
          page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelector('[popover]')?.innerText),
        );
      },
      async agent() {
        await page.goto(shop());
        await page.click('rel-button', '[part=button]');
        await page.evaluate(unfold);
        await page.click('rel-button', '[inputmode=url]');
        await page.type(doc.local('localhost:4712'));
        const asking = await page.opened(() => page.press('Enter'));
        await asking.click('button.yes');
        const said = await eventually(async () => {
          const text = await asking.evaluate(() => document.querySelector('main').innerText);
          return text.includes('Both sides') && text;
        });
        await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Related');
        return said;
      },
    };

    it('leads from nothing to a record, step by step', { timeout: 600_000 }, async () => {
      let output = () => '';
      for (const block of doc.blocks) {
        const { language, name, code } = block;
        if (language === 'text') {
          const said = name ? await seen[name]() : await eventually(output, 'what a step prints');
          is(alike(doc.asWritten(said)), alike(code));
        } else if (language !== 'sh') doc.write(block);
        else if (name === 'running') output = await doc.start(code);
        else {
          const printed = await doc.run(code.replace(/^npm ci.*\n/, ''));
          output = () => printed;
        }
      }
    });
  });
