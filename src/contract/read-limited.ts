/**
 * Reads the body of a response as text, up to a limit: an endless body, or a compression bomb, costs at most `max` bytes of memory.
 *
 * @param max in bytes, decompressed
 * @param signal stops the reading, even if no more bytes arrive
 * @throws RangeError if the body is longer; any other error if it breaks off, or the signal is aborted
 */
export const readLimited = async (response: Response, max: number, signal: AbortSignal): Promise<string> => {
  let size = 0;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, to) {
      size += part.byteLength;
      if (size > max) to.terminate();
      else to.enqueue(part);
    },
  });
  const text = await new Response(response.body?.pipeThrough(limit, { signal })).text();
  if (size > max) throw new RangeError(`The body is longer than ${max.toLocaleString('en')} bytes.`);
  return text;
};
