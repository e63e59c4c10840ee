const log = document.querySelector('.log');

const show = (line) => {
  const item = document.createElement('li');
  item.textContent = line;
  log.append(item);
  item.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('rel-activate', ({ act }) => show(`rel-activate: ${act}`));
document.addEventListener('rel-propose', ({ claims }) =>
  show(`rel-propose: ${claims?.act}${claims?.agreement ? ` under ${claims.agreement}` : ''}`),
);
document.addEventListener('rel-statuschange', ({ status, previousStatus }) =>
  show(`rel-statuschange: ${previousStatus} to ${status}`),
);
document.addEventListener('rel-outcome', ({ outcome, record }) =>
  show(`rel-outcome: ${outcome}${record ? `, with a record of ${record.length} characters` : ''}`),
);
