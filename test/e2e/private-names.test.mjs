/** Names of agents on the private lane: the person and assistive technology can read them, and the page cannot. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { eventually, withExtensions } from './driver.mjs';
import { runInFirefox } from './firefox-chrome.mjs';
import { attacks, search, steal } from './name-thief.mjs';
import { NAMES, openTwoAgents } from './two-agents.mjs';

/** Returns the accessible names of the buttons in Chromium. */
const buttonsInChromium = async (page) => {
  const session = await page.createCDPSession();
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter(({ role, ignored }) => !ignored && role.value === 'button').map(({ name }) => name.value);
};

/** Runs in Firefox's own window. Returns the accessible names of all buttons, and presses the given one as assistive technology does. */
const useButtons = (press) => {
  const { classes: Cc, interfaces: Ci } = Components;
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const names = [];
  const walk = (accessible) => {
    if (accessible.role === Ci.nsIAccessibleRole.ROLE_PUSHBUTTON) {
      names.push(accessible.name);
      if (accessible.name === press) accessible.doAction(0);
    }
    for (let child = accessible.firstChild; child; child = child.nextSibling) walk(child);
  };
  walk(service.getAccessibleFor(document));
  return names;
};
const buttonsInFirefox = async (page, press) => (await runInFirefox(page, useButtons, press)).flat();

for (const [engine, open] of withExtensions) {
  describe(`the names of private agents in ${engine}`, () => {
    let agents;
    let page;
    let input;
    before(async () => {
      agents = await openTwoAgents(open);
      ({ page } = agents);
      input = page.page;
    });
    after(() => agents.close());
    afterEach(async () => {
      await page.press('Escape');
      await agents.closed();
    });

    /** Sends every kind of input to the list, except for a choice of an agent. */
    const useList = async ({ x, y }) => {
      const { mouse, keyboard } = input;
      const points = [];
      for (let at = 2; at < 120; at += 9) points.push([x + 12 + (at % 4) * 30, y + at]);
      for (const [left, top] of points) await mouse.move(left, top);
      await mouse.wheel({ deltaY: 4 });
      for (const button of ['middle', 'right']) await mouse.click(x + 40, y + 20, { button });
      await keyboard.down('Control');
      await mouse.click(x + 40, y + 20, { clickCount: 2 });
      await keyboard.up('Control');
      await mouse.move(x + 40, y + 20);
      await mouse.down();
      await mouse.move(x + 90, y + 66, { steps: 4 });
      await mouse.up();
      for (const key of ['Tab', 'a', 'ArrowRight', 'Home', 'F8']) await keyboard.press(key);
      await keyboard.down('Shift');
      await keyboard.press('ArrowRight');
      await keyboard.press('Tab');
      await keyboard.up('Shift');
      await keyboard.down('Control');
      await keyboard.press('c');
      await keyboard.press('a');
      await keyboard.up('Control');
      await mouse.move(x + 40, y + 62);
    };

    for (const [what, attack] of Object.entries(attacks)) {
      it(`stay with the person, on a page ${what}`, async () => {
        await agents.visit();
        await page.evaluate(steal, NAMES);
        await agents.press();
        const box = await agents.box();
        await input.mouse.move(box.x + 40, box.y + 20);
        await input.mouse.move(box.x + 60, box.y + 64);
        await page.evaluate(attack);
        const at = await page.evaluate(() => {
          const frame = [...document.querySelectorAll('rel-button')].map((host) => host.shadowRoot.querySelector('iframe'))[0];
          const moved = (frame?.contentDocument ?? document).querySelector('.agents');
          moved?.scrollIntoView({ block: 'center' });
          return moved?.getBoundingClientRect().toJSON();
        });
        await useList(at ?? (await agents.box()));
        same(await page.evaluate(search, NAMES), []);
        is(await page.evaluate(() => Boolean(window.list)), engine === 'Firefox', 'only Firefox gives the list');
        const seen = await page.evaluate(() => [...window.seen]);
        for (const type of ['pointermove', 'mouseover', 'auxclick', 'keydown', 'rel-message']) ok(seen.includes(type), type);
      });
    }

    it('stay with the person when they choose by pointer and by key', async () => {
      await agents.visit();
      for (const choose of [({ x, y }) => input.mouse.click(x + 40, y + 20), () => page.press('Enter'), () => page.press(' ')]) {
        await page.evaluate(steal, NAMES);
        await agents.press();
        await choose(await agents.box());
        await agents.consent();
        same(await page.evaluate(() => [...new Set(window.leaks)]), []);
        await page.press('Escape');
        await agents.closed();
      }
    });

    it('are what assistive technology calls the buttons, and they work for it', async () => {
      await agents.visit();
      await agents.press();
      const buttons = () => (engine === 'Firefox' ? buttonsInFirefox : buttonsInChromium)(input);
      const named = async () => (await buttons()).filter((name) => NAMES.includes(name)).sort();
      await eventually(async () => (await named()).length >= 2, 'the names');
      same(await named(), NAMES);
      if (engine === 'Firefox') await buttonsInFirefox(input, NAMES[1]);
      else {
        const button = await input.$(`aria/${NAMES[1]}[role="button"]`);
        await button.press('Enter');
      }
      is(await (await agents.consent()).evaluate(() => document.title), NAMES[1]);
    });
  });
}
