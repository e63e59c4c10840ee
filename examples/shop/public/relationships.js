const pending = document.querySelector('#pending');
const list = document.querySelector('#list');
const said = document.querySelector('.said');

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
};
const timeOf = (seconds) => new Date(seconds * 1000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
const WORDS = { asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };
const SIGNED = { passkey: 'a passkey of their browser', agent: 'their agent' };
/** Describes an act of one side. */
const DID = { relate: 'agreed on', pause: 'paused', resume: 'took up again', leave: 'left', converse: 'said' };
/** Names a customer, who has no name here, by the first characters of their key. */
const nameOf = (iss) => `Customer ${iss.slice(0, 8)}`;

const say = async (what, words) => {
  const response = await fetch('/desk', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(what),
  });
  said.textContent = response.ok ? words : (await response.json()).message;
  await render();
};
const press = (text, label, what, words) => element('button', { ariaLabel: label, onclick: () => void say(what, words) }, text);

const timeline = ({ records }) =>
  element(
    'ol',
    { className: 'timeline' },
    ...records.map(({ act, agreement, at, side, text, record }) =>
      element(
        'li',
        { className: side },
        element(
          'p',
          {},
          `${side === 'vendor' ? 'We' : 'They'} ${DID[act] ?? act}${agreement ? ` ${agreement}` : ''}${text ? `: ${text}` : ''}`,
        ),
        element('p', { className: 'small' }, timeOf(at)),
        element('details', {}, element('summary', {}, 'The record'), element('pre', { tabIndex: 0 }, record)),
      ),
    ),
  );

/** Lists what the shop received. A term without a value is left out. */
const received = ({ iss, reach, agreement, words, since, signedBy, status }) => {
  const lines = [
    ['Who', `${iss.slice(0, 8)}…`],
    ['Answer them at', reach && element('a', { href: reach }, reach.replace('mailto:', ''))],
    ['Terms', agreement && status !== 'ended' && `${agreement}: ${words}`],
    [status === 'asked' ? 'Asked' : 'Since', since && timeOf(since)],
    ['Signed by', SIGNED[signedBy]],
  ].filter(([, text]) => text);
  return element('dl', {}, ...lines.map(([name, text]) => element('div', {}, element('dt', {}, name), element('dd', {}, text))));
};

const card = (relationship) => {
  const { iss, status, agreement, asks, words } = relationship;
  const name = nameOf(iss);
  const isOver = status === 'ended';
  const past = agreement ? `It was under ${agreement}.` : 'Nothing is kept but that it ended.';
  const now = asks && `Proposes ${asks}: ${words}`;
  const line = isOver ? past : now;
  const actions = [
    asks && press('Accept', `Accept what ${name} proposes`, { say: 'accept', iss }, `${name} and we relate under ${asks}.`),
    asks && press('Refuse', `Refuse what ${name} proposes`, { say: 'refuse', iss }, `${name} is refused.`),
    agreement && !isOver && press('Pause', `Pause with ${name}`, { say: 'pause', iss }, `We paused with ${name}.`),
    status === 'paused' && press('Resume', `Resume with ${name}`, { say: 'resume', iss }, `We took up again with ${name}.`),
    agreement && !isOver && press('Leave', `Leave ${name}`, { say: 'leave', iss }, `We left ${name}.`),
  ].filter(Boolean);
  return element(
    'article',
    { className: 'card' },
    element('h3', {}, name, ' ', element('rel-badge', { textContent: WORDS[status], status })),
    line ? element('p', {}, line) : undefined,
    received(relationship),
    actions.length ? element('div', { className: 'actions' }, ...actions) : undefined,
    relationship.records.length ? timeline(relationship) : undefined,
  );
};

const render = async () => {
  const relationships = await (await fetch('/relationships.json')).json();
  const asking = relationships.filter(({ asks }) => asks);
  pending.replaceChildren(...asking.map(card));
  if (!asking.length) pending.append(element('p', {}, 'Nothing awaits a decision.'));
  const others = relationships.filter(({ asks }) => !asks).reverse();
  list.replaceChildren(...others.map(card));
  if (!others.length) list.append(element('p', {}, 'None yet.'));
};

await render();
