/** Shows in the page what the server says of this visitor: an event of the button is only a hint. */
const button = document.querySelector('rel-button');
const badge = document.querySelector('rel-badge');

/** Asks the server. Each challenge is good for one record, so the button gets the next. */
export const showStatus = async () => {
  const { status, word, customer, challenge } = await (await fetch('/status.json')).json();
  button.status = status;
  button.setAttribute('challenge', challenge);
  button.toggleAttribute('customer', customer !== '');
  if (customer) button.setAttribute('customer', customer);
  badge.status = status;
  badge.textContent = word;
};

document.addEventListener('rel-outcome', () => void showStatus());
