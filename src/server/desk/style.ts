/** The style sheet of the desk. */
export const STYLE = `
:root {
  color-scheme: light dark;
  font: 1rem/1.5 system-ui, sans-serif;
  --paper: light-dark(#f7f8fa, #14171c);
  --card: light-dark(#fff, #1d2128);
  --ink: light-dark(#1d2430, #e7eaf0);
  --quiet: light-dark(#566072, #a9b2c1);
  --line: light-dark(#d8dde5, #363d48);
  --edge: light-dark(#767f8e, #8b95a5);
  --link: light-dark(#0b57d0, #8fbaff);
  --them: light-dark(#eaf1fe, #1a2740);
  --us: light-dark(#e8f5ef, #17302a);
  --fault: light-dark(#b3261e, #ffb4ab);
}
* { box-sizing: border-box; }
body { max-width: 60rem; margin: 0 auto; padding: 0 1rem 3rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--link); }
.skip { position: absolute; inset-inline-start: 1rem; padding: 0.5rem 1rem; background: var(--card); transform: translateY(-200%); }
.skip:focus { transform: none; }
main:focus { outline: none; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.5rem; padding-block: 0.75rem; border-block-end: 1px solid var(--line); }
.brand { margin: 0; font-weight: 700; }
.sign { letter-spacing: -0.15em; font-weight: 400; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem; }
header nav, .choice { margin-inline-start: -0.75rem; }
header nav a, .choice a { padding: 0.5rem 0.75rem; border-radius: 0.5rem; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav [aria-current] { background: var(--card); color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: 0.3em; }
h1 { margin-block: 1.75rem 0.75rem; font-size: 1.75rem; line-height: 1.2; }
h2 { margin-block: 0 0.5rem; font-size: 1.125rem; }
p { margin-block: 0.5rem; }
.lead, .small { color: var(--quiet); }
.small { font-size: 0.875rem; }
.card, main > section, .between > section { margin-block: 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); }
.card h2 { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; }
#list { margin: 1rem 0; padding: 0; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); list-style: none; }
#list li { display: grid; grid-template-columns: 13.5rem 7rem minmax(0, 1fr) auto; gap: 0 1rem; align-items: baseline; padding: 0.5rem 1rem; }
#list li + li { border-block-start: 1px solid var(--line); }
#list :is(h2, p) { margin: 0; font-size: 1rem; }
#list .small { font-size: 0.875rem; }
#list .badge { justify-self: start; }
#list a { display: inline-block; padding-block: 0.25rem; }
.between { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
.between > section { margin: 0; }
.badge { display: inline-block; padding: 0 0.625rem; border: 1px solid var(--edge); border-radius: 1rem; font-size: 0.875rem; font-weight: 400; white-space: nowrap; }
.badge.related { background: var(--us); }
.badge.asked { background: var(--them); }
.badge:not(.related) .sign { letter-spacing: 0.15em; }
.badge.ended { border-style: dashed; color: var(--quiet); }
.said, .notice { padding: 0.75rem 1rem; border-inline-start: 0.25rem solid currentColor; background: var(--us); }
.fault { color: var(--fault); font-weight: 600; }
.said.fault { background: var(--card); }
dl { margin-block: 0.5rem; }
dl div { display: grid; grid-template-columns: minmax(7rem, 10rem) minmax(0, 1fr); gap: 0 1rem; padding-block: 0.25rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
pre { max-height: 16rem; margin: 0.5rem 0 0; padding: 0.5rem; overflow: auto; border: 1px solid var(--line); border-radius: 0.5rem; white-space: pre-wrap; }
.plain, .timeline { margin: 0; padding: 0; list-style: none; }
.plain li + li { margin-block-start: 0.75rem; padding-block-start: 0.75rem; border-block-start: 1px solid var(--line); }
.over { color: var(--quiet); }
.timeline + .timeline { margin-block-start: 1.5rem; }
.timeline li { width: fit-content; max-width: min(85%, 40rem); margin-block: 0.5rem; padding: 0.5rem 0.875rem; border: 1px solid var(--line); border-radius: 0.75rem; }
.timeline p { margin: 0; }
.customer { background: var(--them); }
.timeline .vendor { margin-inline-start: auto; background: var(--us); }
.text { white-space: pre-wrap; }
blockquote { margin: 0.5rem 0; padding-inline-start: 0.75rem; border-inline-start: 0.25rem solid var(--line); }
form { margin-block: 0.5rem; }
label, fieldset { display: block; margin-block: 0.5rem; }
fieldset { padding: 0.25rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; }
fieldset label { display: flex; align-items: center; gap: 0.5rem; min-height: 2rem; margin: 0; }
input:not([type='radio'], [type='hidden']), textarea { display: block; width: 100%; max-width: 36rem; min-height: 2.75rem; margin-block-start: 0.25rem; padding: 0.5rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--paper); color: inherit; font: inherit; }
textarea { resize: vertical; }
input[type='radio'] { width: 1.25rem; height: 1.25rem; margin: 0; }
button, .action { display: inline-block; min-height: 2.75rem; padding: 0.5rem 1rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--card); color: inherit; font: inherit; text-decoration: none; cursor: pointer; }
.accept button, .converse button, .receipt button, .regard button { border-color: transparent; background: light-dark(#0f6b53, #8fd9bf); color: light-dark(#fff, #06251c); }
.leave button { border-color: var(--fault); color: var(--fault); }
:is(button, .action):hover { text-decoration: underline; }
:focus-visible { outline: 3px solid light-dark(#1d6fd0, #6db0ff); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 0.75rem; }
.actions form { margin: 0; }
.search { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: end; }
.search label { flex: 1 1 16rem; max-width: 28rem; margin: 0; }
.search p { flex-basis: 100%; margin: 0; }
summary { width: fit-content; min-height: 1.75rem; padding-block: 0.25rem; color: var(--link); cursor: pointer; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 1.25rem 0.25rem 0; font-weight: inherit; text-align: start; }
thead th { color: var(--quiet); }
footer { margin-block-start: 3rem; padding-block-start: 1rem; border-block-start: 1px solid var(--line); }
@media (max-width: 48rem) {
  #list li { grid-template-columns: minmax(0, 1fr) auto; }
  #list p { grid-column: 1 / -1; }
}
@media (max-width: 30rem) {
  dl div { grid-template-columns: minmax(0, 1fr); }
  .timeline li { max-width: 95%; }
}
@media (forced-colors: active) {
  nav [aria-current] { outline: 1px solid; }
  button, .action { border-color: ButtonText; }
}
@media print {
  nav, footer, form, summary { display: none; }
}
`;
