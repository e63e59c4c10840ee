/** Waits until something holds. @param limit in milliseconds. Default: 20,000 @throws Error if it does not hold by then */
export const within = async (holds: () => Promise<boolean>, limit = 20_000): Promise<void> => {
  const end = Date.now() + limit;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Not within ${limit / 1_000} s: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
