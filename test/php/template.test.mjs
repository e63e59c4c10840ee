/** The template for translators of the plugin for WordPress. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { makeTemplate } from '../../integrations/wordpress/pot.mjs';

const plugin = new URL('../../integrations/wordpress/relbutton/', import.meta.url);
const read = (name) => readFileSync(new URL(name, plugin), 'utf8');

describe('the template for translators', () => {
  it('is the one of these sources: run node integrations/wordpress/pot.mjs', () => {
    is(read('languages/relbutton.pot'), makeTemplate());
  });

  it('has each text of a call, whatever its quotes and its function', () => {
    const template = makeTemplate();
    const sources = readdirSync(plugin, { recursive: true }).filter((name) => /\.php$|editor\.js$/.test(name));
    const calls = sources.flatMap((name) =>
      [...read(name).matchAll(/(?<![\w$>:])(?:esc_html|esc_attr)?_[_exn]x?\(\s*(.)(.*)/g)].map((call) => [name, ...call]),
    );
    ok(calls.length > 100);
    for (const [name, call, quote, rest] of calls) {
      is(quote, "'", `${name}: ${call}`);
      const [text] = /^(?:[^'\\]|\\.)*/.exec(rest);
      const id = `msgid "${text.replace(/\\(.)/g, '$1').replaceAll('"', '\\"')}"\n`;
      ok(template.includes(id), `${name}: ${id}`);
    }
  });

  it('says of each placeholder what it stands for', () => {
    const entries = makeTemplate().split('\n\n');
    const silent = entries.filter((entry) => /msgid ".*%[\d$]*[sd]/.test(entry) && !entry.startsWith('#. translators: '));
    same(silent, []);
  });
});
