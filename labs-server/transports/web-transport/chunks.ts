/** What comes out of a stream (WHATWG Streams), chunk by chunk; not every browser has `for await` for it. */

/** Calls `take` with every chunk; resolves at the stream's end. @throws what `take` throws, or what broke the stream. */
export async function forEach(stream: ReadableStream<Uint8Array>, take: (chunk: Uint8Array) => void): Promise<void> {
  const reader = stream.getReader()
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) if (value) take(value)
}
