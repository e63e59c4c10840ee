/** Waits for a work, but no longer than so many milliseconds. The work goes on. */
export const within = async (patience: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = globalThis.setTimeout(resolve, patience)));
  await Promise.race([work, late]);
  clearTimeout(timer);
};
