/**
 * Reads the body of a response as text, and stops at a limit: an endless body, or a small one that unpacks to a huge one, costs
 * at most `max` bytes of memory.
 *
 * @param max in bytes, unpacked
 * @param signal ends the reading, however slowly the rest comes
 * @throws RangeError where the body is longer; the signal's reason where that is aborted
 */
export const readLimited = async (response: Response, max: number, signal: AbortSignal): Promise<string> => {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', stop);
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for (let part; !(part = await reader.read()).done;) {
      size += part.value.byteLength;
      if (size > max) throw new RangeError(`The body is longer than ${max.toLocaleString('en')} bytes.`);
      text += decoder.decode(part.value, { stream: true });
    }
    signal.throwIfAborted();
    return text + decoder.decode();
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
};
