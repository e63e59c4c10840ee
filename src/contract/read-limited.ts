/**
 * Reads the body of a response as text, up to a limit: an endless body, or a compression bomb, costs at most `max` bytes of memory.
 *
 * @param max in bytes, decompressed
 * @param signal stops the reading, even if no more bytes arrive
 * @throws RangeError if the body is longer; the signal's reason if it is aborted
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
