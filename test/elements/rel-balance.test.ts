import { executeServerCommand } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import { isRightToLeft, LANGUAGES, wordsOf } from '../../.storybook/languages.js';
import { ACTS } from '../../src/contract/acts.js';
import { balanceOf } from '../../src/contract/balance.js';
import { linkOf } from '../../src/contract/chain.js';
import { english } from '../../src/elements/rel-balance/english.js';
import type { RelBalance } from '../../src/elements/rel-balance/rel-balance.js';
import { unsigned } from '../../stories/support/unsigned.js';
import { inside, put, warningsDuring } from '../support/page.js';

const NUMBERS = 'initiated="3 2" shared="2 1" stored="6 6"';
const balance = (attributes: string): Promise<RelBalance> => put(`<rel-balance ${attributes}>words</rel-balance>`);
const all = <T extends Element>(host: Element, selector: string): T[] => [
  ...(host.shadowRoot?.querySelectorAll<T>(selector) ?? []),
];
const textsOf = (host: Element, selector: string): (string | null)[] => all(host, selector).map(({ textContent }) => textContent);
/** The numbers that are shown, row by row. */
const numbers = (host: Element): string => textsOf(host, 'td span').join(' ');
const set = async (host: RelBalance, records: unknown): Promise<string> => {
  host.records = records as string[];
  await host.updateComplete;
  return numbers(host);
};

const RE = 'r'.repeat(43);
const MONEY = { amount: '5', currency: 'EUR' };
/** A valid body of each act that needs one. Every body here also has `re`, which only some acts read. */
const BODIES: Readonly<Record<string, object>> = {
  converse: { text: 'Hello' },
  intentcast: { need: 'A bicycle' },
  pledge: MONEY,
  receipt: { ...MONEY, at: '2026-11-26' },
  share: { what: 'My size', scope: 'clothes', purpose: 'to choose', until: '2027-01-01' },
  regard: { feels: 'fair' },
};
const EVERY_ACT = (['customer', 'vendor'] as const).flatMap((side) =>
  [...ACTS, 'com.example.loyalty'].flatMap((act) => [
    unsigned(side, act, { ...BODIES[act], re: RE }),
    ...(act === 'receipt' ? [] : [unsigned(side, act, BODIES[act])]),
  ]),
);

describe('<rel-balance>', () => {
  it('shows the numbers that the server wrote, the customer’s first', async () => {
    const host = await balance(NUMBERS);
    expect(textsOf(host, 'caption, th')).to.deep.equal([
      'Each side’s part, in records',
      'Customer',
      'Vendor',
      'Initiated',
      'Shared',
      'Stored',
    ]);
    expect(numbers(host)).to.equal('3 2 2 1 6 6');
    expect(host.shadowRoot?.querySelector('slot')).to.equal(null);
  });

  it('shows what is newly set', async () => {
    const host = await balance(NUMBERS);
    host.setAttribute('initiated', '4,2');
    host.shared = [5, 0] as unknown as string;
    host.removeAttribute('stored');
    host.vendorName = ' Acme \u200bCoffee ';
    await host.updateComplete;
    expect(numbers(host)).to.equal('4 2 5 0 – –');
    expect(inside(host, 'th.vendor')).to.have.text('Acme Coffee');
  });

  it('has one box whatever it shows', async () => {
    const heights = new Set<number>();
    for (const attributes of ['', NUMBERS, 'initiated="0 0" shared="0 0" stored="0 0"'])
      heights.add((await balance(attributes)).getBoundingClientRect().height);
    expect(heights.size).to.equal(1);
  });

  it('warns once of each value that is wrong, and shows the rest', async () => {
    const wrong = ['3', '3 2 1', '-3 2', '3.5 2', '1e3 2', '３ ２', '1234567890 1', 'many few', '3;2'];
    for (const value of wrong) {
      const said = await warningsDuring(async () => {
        const host = await balance(`initiated="${value}" shared="2 1" stored="6 6"`);
        host.requestUpdate();
        await host.updateComplete;
        expect(numbers(host)).to.equal('– – 2 1 6 6');
      });
      expect(said).to.deep.equal([
        `relbutton: <rel-balance initiated="${value}"> is left out; allowed: two numbers of at most 9 digits, the customer’s first.`,
      ]);
    }
  });

  it('has the word for the vendor where the name is none', async () => {
    const said = await warningsDuring(async () => {
      const host = await balance('vendor-name="\u200b"');
      expect(inside(host, 'th.vendor')).to.have.text('Vendor');
    });
    expect(said).to.deep.equal([
      'relbutton: <rel-balance vendor-name="\u200b"> is left out; allowed: 200 visible characters at most.',
    ]);
  });
});

describe('the records of a <rel-balance>', () => {
  it('count as they do on a server and in a ledger, whatever their acts', async () => {
    const host = await balance('');
    for (const records of [EVERY_ACT, ...EVERY_ACT.map((record) => [record])]) {
      const { customer, vendor } = balanceOf(await Promise.all(records.map(linkOf)));
      const rows = (['initiated', 'shared', 'stored'] as const).map((row) => `${customer[row]} ${vendor[row]}`);
      expect(await set(host, records), records[0]).to.equal(rows.join(' '));
    }
  });

  it('count once each, in any order', async () => {
    const host = await balance('');
    const [relate = '', converse = ''] = [unsigned('customer', 'relate'), unsigned('vendor', 'converse', { text: 'Hello' })];
    // The same record, before and after the vendor signed it.
    const countersigned = JSON.stringify({
      ...(JSON.parse(relate) as object),
      signatures: [{ protected: 'e30', signature: 'x' }],
    });
    expect(await set(host, [relate, converse])).to.equal('1 1 0 1 2 2');
    expect(await set(host, [converse, relate, converse, relate, countersigned])).to.equal('1 1 0 1 2 2');
  });

  it('win over the attributes as long as they are set', async () => {
    const host = await balance(NUMBERS);
    expect(await set(host, [unsigned('customer', 'relate')])).to.equal('1 0 0 0 1 1');
    expect(await set(host, [])).to.equal('0 0 0 0 0 0');
    host.initiated = '9 9';
    expect(await set(host, undefined)).to.equal('9 9 2 1 6 6');
    expect(await set(host, null)).to.equal('9 9 2 1 6 6');
  });

  it('that are none are left out, with one warning', async () => {
    const host = await balance('');
    const relate = unsigned('customer', 'relate');
    const payload = (text: string): string => JSON.stringify({ payload: btoa(text).replace(/=+$/, ''), signatures: [] });
    const wrong = [
      '',
      'no record',
      '{}',
      '[]',
      'null',
      payload('{}'),
      payload('no claims'),
      payload('[1]'),
      7,
      null,
      undefined,
      {},
      [[]],
    ];
    const said = await warningsDuring(async () => {
      expect(await set(host, [relate, ...wrong])).to.equal('1 0 0 0 1 1');
      expect(await set(host, [relate, ...wrong, relate])).to.equal('1 0 0 0 1 1');
    });
    expect(said).to.deep.equal(['relbutton: <rel-balance> leaves out records[1], which is no record’s JSON text.']);
    const others = await warningsDuring(async () => {
      for (const value of ['no list', 7, {}, Promise.resolve([relate])]) expect(await set(host, value)).to.equal('0 0 0 0 0 0');
    });
    expect(others).to.deep.equal(['relbutton: <rel-balance> leaves out records[0], which is no record’s JSON text.']);
  });
});

describe('the look of a <rel-balance>', () => {
  const boxes = (host: Element, selector: string): DOMRect[] => all(host, selector).map((part) => part.getBoundingClientRect());

  for (const dir of ['ltr', 'rtl'])
    it(`treats both sides alike, the customer left and the vendor right: ${dir}`, async () => {
      await put(
        `<div dir="${dir}" style="width:600px"><rel-balance initiated="3 3" shared="0 1" stored="6 6"></rel-balance></div>`,
      );
      const host = document.querySelector('rel-balance') as RelBalance;
      const [customers, vendors] = ['customer', 'vendor'].map((side) => boxes(host, `.${side} rect`)) as [DOMRect[], DOMRect[]];
      const [sign] = boxes(host, '[part=magnets]') as [DOMRect];
      const middle = sign.x + sign.width / 2;
      for (const row of [0, 2]) {
        const [customer, vendor] = [customers[row], vendors[row]] as [DOMRect, DOMRect];
        expect(customer.width).to.be.closeTo(vendor.width, 0.1);
        expect(middle - customer.right).to.be.closeTo(vendor.left - middle, 0.1);
        expect(customer.width).to.be.above(10);
      }
      expect(customers[0]?.width).to.be.closeTo((customers[2]?.width ?? 0) / 2, 1);
      expect(customers[1]?.width).to.equal(0);
      expect(vendors[1]?.width).to.be.above(1);
    });

  it('needs no inline style, which a page’s policy can forbid', async () => {
    expect(all(await balance(NUMBERS), '[style]')).to.deep.equal([]);
  });

  it('fits 320 px, with text of twice the size', async () => {
    await put(
      `<div style="width:320px;font-size:32px"><rel-balance vendor-name="Möllendorff-Schwarzenberg" ${NUMBERS}></rel-balance></div>`,
    );
    const host = document.querySelector('rel-balance') as RelBalance;
    expect(host.scrollWidth).to.be.at.most(320);
    for (const { left, right } of boxes(host, 'caption, th, td, svg')) {
      expect(left).to.be.at.least(host.getBoundingClientRect().left - 0.5);
      expect(right).to.be.at.most(host.getBoundingClientRect().right + 0.5);
    }
  });
});

describe('a <rel-balance> for everybody', () => {
  for (const lang of Object.keys(LANGUAGES))
    it(`speaks ${lang}`, async () => {
      await put(`<div lang="${lang}" dir="${isRightToLeft(lang) ? 'rtl' : 'ltr'}"><rel-balance ${NUMBERS}></rel-balance></div>`);
      const host = document.querySelector('rel-balance') as RelBalance;
      expect(textsOf(host, 'caption, th')).to.deep.equal([...(wordsOf(lang).balance ?? english)]);
      (host.parentElement as HTMLElement).lang = 'en';
      host.requestUpdate();
      await host.updateComplete;
      expect(textsOf(host, 'caption, th')).to.deep.equal([...english]);
    });

  it('is a table whose layout takes nothing from its meaning', async () => {
    const host = await balance(NUMBERS);
    const roles = {
      table: 'table',
      tr: 'row',
      'th[scope=col]': 'columnheader',
      'th[scope=row]': 'rowheader',
      td: 'cell',
    };
    for (const [selector, role] of Object.entries(roles))
      for (const part of all(host, selector)) expect(part.getAttribute('role'), selector).to.equal(role);
    const rows = all<HTMLTableRowElement>(host, 'tr').map(({ cells }) =>
      [...cells].map(({ textContent }) => textContent).join(' | '),
    );
    expect(rows).to.deep.equal([' | Customer | Vendor', 'Initiated | 3 | 2', 'Shared | 2 | 1', 'Stored | 6 | 6']);
    for (const drawing of all(host, 'svg')) expect(drawing).to.have.attribute('aria-hidden', 'true');
  });

  if (/Chrome/.test(navigator.userAgent))
    it('is a table in the accessibility tree', async () => {
      await balance(NUMBERS);
      interface Node {
        role: string;
        name?: string;
        children?: Node[];
      }
      const ROLES = ['table', 'row', 'columnheader', 'rowheader', 'cell', 'img', 'image', 'SvgRoot'];
      const lines: string[] = [];
      const walk = ({ role, name, children = [] }: Node): void => {
        if (ROLES.includes(role)) lines.push(`${role} ${name ?? ''}`.trim());
        children.forEach(walk);
      };
      walk(await executeServerCommand<Node, undefined>('whole-tree'));
      const row = (name: string, ...counts: number[]): string[] => [
        'row',
        `rowheader ${name}`,
        ...counts.map((count) => `cell ${count}`),
      ];
      expect(lines).to.deep.equal([
        'table Each side’s part, in records',
        ...['row', 'cell', 'columnheader Customer', 'columnheader Vendor'],
        ...row('Initiated', 3, 2),
        ...row('Shared', 2, 1),
        ...row('Stored', 6, 6),
      ]);
    });
});
