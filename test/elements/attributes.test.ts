/** Attributes that are wrong: what the button says to agents instead, and what it says to the developer, once. */
import { expect } from '@open-wc/testing';
import { inside, PageAgent, press, put, rowNamed, until, warningsDuring } from '../support/page.js';

const { origin } = location;

describe('an attribute that is wrong', () => {
  let agent: PageAgent;
  beforeEach(() => (agent = new PageAgent('Agent')));

  /** What agents are told by a button with these attributes, and what the console is. */
  const tell = async (attributes: string): Promise<{ told: Record<string, unknown>; warnings: string[] }> => {
    const warnings = await warningsDuring(async () => {
      const host = await put(`<rel-button ${attributes}></rel-button>`);
      host.requestUpdate();
      await host.updateComplete;
      await press(host);
      rowNamed(host, 'Agent').click();
      await until(() => agent.last('choose'), 'choose');
    });
    return { told: { ...agent.last('ask'), ...agent.last('choose') }, warnings };
  };

  for (const [value, why] of [
    [`blob:${origin}/0b1a`, 'a blob'],
    [`filesystem:${origin}/temporary/x`, 'a file system'],
    ['data:application/json,1', 'data'],
    ['javascript:1', 'a script'],
    [`${origin.replace('://', '://user:secret@')}/relbutton`, 'one with a password'],
    ['https://other.example/relbutton', 'one of another origin'],
    ['//other.example/relbutton', 'one of another host'],
    [`${origin}@other.example/relbutton`, 'one of another host, after a name and a password that look like this one'],
    [`/${'x'.repeat(2_048)}`, 'one that is too long'],
    ['https://', 'no URL'],
  ] as const)
    it(`leaves out an endpoint that is ${why}`, async () => {
      const { told, warnings } = await tell(`endpoint="${value}"`);
      expect(told).not.to.have.property('endpoint');
      expect(warnings).to.deep.equal([`relbutton: <rel-button endpoint="${value}"> is left out; allowed: URLs of ${origin}.`]);
    });

  it('takes an endpoint as a URL, whatever is in it, and none where it is blank', async () => {
    expect((await tell('endpoint=" /rel,button?a=1, 2 "')).told['endpoint']).to.equal(`${origin}/rel,button?a=1,%202`);
    const { told, warnings } = await tell('endpoint=""');
    expect(told).not.to.have.property('endpoint');
    expect(warnings).to.deep.equal([]);
  });

  for (const [value, why] of [
    ['x'.repeat(201), 'too long'],
    ['  ', 'blank'],
    ['\u200b\u2060', 'invisible'],
    ['\u3164\u2800\u115f', 'of fillers'],
  ] as const)
    it(`is no vendor's name where it is ${why}: the host name stands for it`, async () => {
      const { told, warnings } = await tell(`vendor-name="${value}"`);
      expect(told['vendor']).to.deep.equal({ origin, name: location.hostname });
      expect(warnings).to.deep.equal([
        `relbutton: <rel-button vendor-name="${value}"> is left out; allowed: 200 visible characters at most.`,
      ]);
    });

  it('counts the characters of a vendor’s name, and cleans it', async () => {
    const { told } = await tell(`vendor-name=" ${'𝒜'.repeat(198)}e\u0301\u200b "`);
    expect(told['vendor']).to.deep.equal({ origin, name: `${'𝒜'.repeat(198)}é` });
  });

  it('leaves out a challenge that is too long, and keeps one as it is', async () => {
    const { told, warnings } = await tell(`challenge="${'c'.repeat(1_025)}"`);
    expect(told).not.to.have.property('challenge');
    expect(warnings[0]).to.match(/^relbutton: <rel-button challenge="c+"> is left out; allowed: 1024 characters at most\.$/);
    expect((await tell('challenge=" c "')).told['challenge']).to.equal(' c ');
  });

  it('leaves out acts that are no acts, too long, repeated or too many', async () => {
    const own = Array.from({ length: 34 }, (_, i) => `com.example.act-${i}`);
    const { told, warnings } = await tell(`acts="relate,relate nonsense com.example.${'x'.repeat(128)} ${own.join(' ')}"`);
    expect(told['acts']).to.deep.equal(['relate', ...own.slice(0, 31)]);
    expect(warnings.map((text) => /acts="([^"]{0,20})/.exec(text)?.[1])).to.deep.equal([
      'relate',
      'nonsense',
      'com.example.xxxxxxxx',
      'com.example.act-31',
      'com.example.act-32',
      'com.example.act-33',
    ]);
    for (const [i, allowed] of ['each once.', 'com.example.own.', 'com.example.own.', '32 at most.'].entries())
      expect(warnings[i]?.endsWith(allowed), warnings[i]).to.equal(true);
  });

  it('leaves out agreements that are none, or repeated', async () => {
    const { told, warnings } = await tell('accepts="SD-BASE SD-BASE SD-NONE"');
    expect(told['accepts']).to.deep.equal(['SD-BASE']);
    expect(warnings).to.have.length(2);
  });

  it('leaves out a language that is too long, for the one around it', async () => {
    const warnings = await warningsDuring(async () => {
      const host = await put(`<div lang="de"><p lang="${'x'.repeat(65)}"><rel-button></rel-button></p></div>`);
      await press(host);
    });
    expect(agent.last('ask')?.['lang']).to.equal('de');
    expect(warnings[0]).to.match(/^relbutton: <p lang="x{65}"> is left out; allowed: 64 characters at most\.$/);
  });

  it('is warned of by its own name, once, before anybody presses', async () => {
    const warnings = await warningsDuring(async () => {
      const host = await put('<rel-button no-agent="never"></rel-button>');
      host.requestUpdate();
      await host.updateComplete;
      await put('<rel-button no-agent="never"></rel-button>');
    });
    expect(warnings).to.deep.equal(['relbutton: <rel-button no-agent="never"> is left out; allowed: panel, follow.']);
  });

  for (const blank of ['', '   ', '\u200b', '\u3164'])
    it(`is no label where nothing of it shows: ${JSON.stringify(blank)}`, async () => {
      const label = async (markup: string): Promise<string | null> => inside(await put(markup), '[part=label]').textContent;
      expect(await label(`<rel-button label="${blank}"><a href="#">Join us</a></rel-button>`)).to.equal('Join us');
      expect(await label(`<rel-button vendor-name="Acme"><a href="#">${blank}</a></rel-button>`)).to.equal('Relate with Acme');
    });
});
