/** The embed builder's markup, and the tokens that fit the button to style libraries. */
import { ok, strictEqual as is } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { bodyTags, type Embed, headTags } from '../../stories/use/embed.js';

const embed: Embed = {
  vendorName: 'Acme Coffee',
  accepts: ['SD-BASE', 'SD-BASE-DP'],
  acts: ['relate'],
  endpoint: '/relbutton',
  link: '/relate',
  mail: '',
  label: '',
  size: 'medium',
  appearance: 'solid',
  languages: [],
  files: '/',
};
const hashes = { 'relbutton.css': 'sha384-css', 'relbutton.min.js': 'sha384-js', 'relbutton.de.js': 'sha384-de' };

describe('the embed builder', () => {
  it('pins the two files', () => {
    is(
      headTags(embed, hashes),
      '<link rel="stylesheet" href="/relbutton.css" integrity="sha384-css">\n' +
        '<script type="module" src="/relbutton.min.js" integrity="sha384-js"></script>',
    );
  });

  it('pins each language', () => {
    is(
      headTags({ ...embed, languages: ['de'] }, hashes),
      `${headTags(embed, hashes)}\n<script type="module" src="/relbutton.de.js" integrity="sha384-de"></script>`,
    );
  });

  it('asks for files of another origin so that their hashes are checked', () => {
    const tags = headTags({ ...embed, languages: ['de'], files: 'https://files.example/' }, hashes);
    is(tags.match(/ crossorigin>/g)?.length, 3);
  });

  it('leaves out what is the default', () => {
    is(
      bodyTags(embed),
      '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-DP" endpoint="/relbutton">\n' +
        '  <a href="/relate">Relate with Acme Coffee</a>\n</rel-button>',
    );
  });

  it('writes what is not', () => {
    const all = { ...embed, mail: 'hello@acme.example', label: 'Relate', size: 'large', appearance: 'outline' };
    is(
      bodyTags({ ...all, acts: ['relate', 'com.example.loyalty'], endpoint: '' }),
      '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-DP" acts="relate com.example.loyalty" size="large" appearance="outline">\n' +
        '  <a href="/relate">Relate</a>\n  <a href="mailto:hello@acme.example">Write to Acme Coffee</a>\n</rel-button>',
    );
  });

  it('escapes what people write', () => {
    const tags = bodyTags({ ...embed, vendorName: `"><script>'&`, link: 'javascript:"x"' });
    ok(tags.includes(`vendor-name="&quot;&gt;&lt;script&gt;'&amp;"`));
    ok(tags.includes('>Relate with &quot;&gt;&lt;script&gt;'));
    ok(!/<script/.test(tags));
  });
});

describe('the style libraries', () => {
  const folder = new URL('../../stories/use/fit/', import.meta.url);
  for (const file of readdirSync(folder)) {
    it(`${file} fits the button in fifteen lines at most`, () => {
      ok(readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n').length <= 15);
    });
  }
});
