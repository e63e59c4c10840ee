/** Waits until something holds. @throws Error if it does not within 20 s */
export const within = async (holds: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Not within 20 s: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
