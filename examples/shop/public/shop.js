const log = document.querySelector('.log');

const show = (line) => {
  const item = document.createElement('li');
  item.textContent = line;
  log.append(item);
  item.scrollIntoView({ block: 'nearest' });
};

/** Shows the server's status: the event is only a hint. */
const showStatus = async () => {
  const { status, word } = await (await fetch('/status.json')).json();
  document.querySelector('rel-button').status = status;
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
  if (outcome === 'agreed' || outcome === 'asked') void showStatus();
});
