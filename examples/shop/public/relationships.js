const list = document.querySelector('#list');
const element = (name, text, className = '') => Object.assign(document.createElement(name), { textContent: text, className });

const relationships = await (await fetch('/relationships.json')).json();
if (relationships.length === 0) list.append(element('p', 'None yet.'));
for (const { iss, agreement, since, record } of relationships) {
  const card = element('article', '', 'card');
  card.append(
    element('h2', `Under ${agreement}`),
    element('p', `Since ${new Date(since * 1000).toLocaleString()}`),
    element('p', `Customer ${iss}`),
  );
  const details = element('details', '');
  details.append(element('summary', 'The record'), element('pre', record));
  card.append(details);
  list.append(card);
}
