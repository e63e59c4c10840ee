import { expect, test } from 'vitest';
import 'relbutton/define';
import { RelOutcomeEvent } from 'relbutton';

/** A vendor's own code. */
const thank = (page) =>
  page.addEventListener('rel-outcome', ({ outcome }) => {
    if (outcome === 'agreed') page.querySelector('output').textContent = 'Thank you';
  });

test('the vendor’s own handler hears what a press came to', async () => {
  document.body.innerHTML =
    '<rel-button status="related" accepts="SD-BASE"><a href="/relate">Relate with Acme</a></rel-button><rel-badge></rel-badge><output></output>';
  thank(document.body);
  const button = document.querySelector('rel-button');
  button.status = 'paused';
  await button.updateComplete;
  expect(button.currentStatus).toBe('paused');
  expect(button.shadowRoot.querySelector('slot')).not.toBe(null);
  button.click();
  button.dispatchEvent(new RelOutcomeEvent('agreed', '{}'));
  expect(document.querySelector('output').textContent).toBe('Thank you');
});
