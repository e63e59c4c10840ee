const log = document.querySelector('.log');
const button = document.querySelector('rel-button');

const show = (line) => {
  const item = document.createElement('li');
  item.textContent = line;
  log.append(item);
  item.scrollIntoView({ block: 'nearest' });
};

/** Shows what the server says of this visitor: the event is only a hint. Each challenge is good for one record, so take the next. */
export const showStatus = async () => {
  const { status, word, customer, challenge } = await (await fetch('/status.json')).json();
  button.status = status;
  button.setAttribute('challenge', challenge);
  button.toggleAttribute('customer', customer !== '');
  if (customer) button.setAttribute('customer', customer);
  const badge = document.querySelector('rel-badge');
  badge.status = status;
  badge.textContent = word;
};

document.addEventListener('rel-activate', ({ act }) => show(`rel-activate: ${act}`));
document.addEventListener('rel-propose', ({ claims }) =>
  show(`rel-propose: ${claims?.act}${claims?.agreement ? ` under ${claims.agreement}` : ''}`),
);
document.addEventListener('rel-statuschange', ({ status, previousStatus }) =>
  show(`rel-statuschange: ${previousStatus} to ${status}`),
);
document.addEventListener('rel-outcome', ({ outcome, record }) => {
  show(`rel-outcome: ${outcome}${record ? `, with a record of ${record.length} characters` : ''}`);
  void showStatus();
});
