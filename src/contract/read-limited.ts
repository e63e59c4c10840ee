/**
 * Reads the body of a response as text, up to a limit: an endless body, or a compression bomb, costs at most `max` bytes of memory.
 *
 * @param max in bytes, decompressed
 * @param signal stops the reading, even if no more bytes arrive
 * @returns `undefined` if the body is longer
 * @throws if the body breaks off, or the signal is aborted
 */
export const readLimited = async (response: Response, max: number, signal: AbortSignal): Promise<string | undefined> => {
  let size = 0;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, to) {
      size += part.byteLength;
      if (size > max) to.terminate();
      else to.enqueue(part);
    },
  });
  const text = await new Response(response.body?.pipeThrough(limit, { signal })).text();
  return size > max ? undefined : text;
};
