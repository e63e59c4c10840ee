// A script, not a module: it puts itself on the window.
import 'axe-core';
import { expect } from '@open-wc/testing';

declare global {
  interface Window {
    axe: typeof import('axe-core');
  }
}

/** Every rule of WCAG 2.2 A and AA and the best practices, with `target-size`, which is off by default. */
export const expectAccessible = async (context: Element = document.body): Promise<void> => {
  const { violations } = await window.axe.run(context, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes.map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`).join('\n  ')}`,
  );
  expect(found).to.deep.equal([]);
};
