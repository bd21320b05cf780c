/** One message of an event stream. */
interface StreamEvent {
  name: string
  data: string
}

/** The messages of an event stream, as they come (HTML standard, *Server-sent events*; one line of data each). */
export async function* streamEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamEvent, void, undefined> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) yield { name: lineOf(block, 'event'), data: lineOf(block, 'data') }
  }
}

function lineOf(block: string, field: string): string {
  return new RegExp(`^${field}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
}
