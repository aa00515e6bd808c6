/**
 * Messages and their content: RFC 9113 section 8, extended CONNECT of RFC 8441.
 *
 * Rule 1: a message is HEADERS, then DATA, then perhaps HEADERS once more; interim responses come before the final one.
 * Rule 2: what a direction carries ends by its own END_STREAM or RST_STREAM. RST_STREAM of the other end ends it only when
 * everything has been read that was there at that time: what follows then is thrown away by who asked for it.
 * Rule 3: after CONNECT, octets of the client wait for the answer that makes them a tunnel's.
 */
import { CarriedOctets } from '../../carried-octets.ts'
import { describeContent } from '../../content-description.ts'
import type { Carried } from '../../dissector.ts'
import { contentLayerFor, isContentExpected } from '../../layer.ts'
import type { Direction } from '../../pdu.ts'
import type { FieldSection } from './field-section.ts'
import { blame, type FrameFacts } from './frame-facts.ts'
import { exchangeOf, type Half, type Stream } from './stream.ts'

export class Messages {
  readonly carried: Carried[] = []
  readonly #firstExchange: number

  constructor(firstExchange: number) {
    this.#firstExchange = firstExchange
  }

  /** The header section of a request or a response is complete. */
  head(stream: Stream, direction: Direction, section: FieldSection, facts: FrameFacts): void {
    const half = stream.half(direction)
    if (section.kind === 'request') this.#request(stream, half, section)
    else this.#response(stream, half, section, facts)
    if (half.ended) this.end(stream, direction, facts)
  }

  /** END_STREAM has come, and everything before it. */
  end(stream: Stream, direction: Direction, facts: FrameFacts): void {
    const half = stream.half(direction)
    // RFC 9113 section 8.1.1: "A request or response is also malformed if the value of a content-length header field does
    // not equal the sum of the DATA frame payload lengths that form the content".
    if (half.declared !== undefined && half.received !== half.declared && mayJudgeLength(stream, half)) {
      blame(facts, 'flags', 'content-length-mismatch')
    }
    half.content?.end('complete')
  }

  /** Octets of DATA have come; the unit that holds them is not yet complete. */
  data(half: Half, count: number, facts: FrameFacts): void {
    half.received += count
    if (half.declared !== undefined && half.received > half.declared && !half.ended) {
      blame(facts, 'data', 'content-length-mismatch')
    }
  }

  /** No more will come in this direction of the stream. */
  cut({ content }: Half): void {
    if (content !== undefined && content.ended === undefined) content.end('cut-short')
  }

  #request(stream: Stream, half: Half, section: FieldSection): void {
    half.phase = 'content'
    half.declared = section.contentLength
    const method = section.get(':method')
    stream.method = method
    if (method === 'CONNECT') {
      const protocol = section.get(':protocol')?.toLowerCase() ?? 'octets'
      stream.tunnel = { protocol, fields: section.values }
      half.content = new CarriedOctets()
    } else if (!half.ended) this.#carryContent(stream, half, 'client-to-server', section)
  }

  #response(stream: Stream, half: Half, section: FieldSection, facts: FrameFacts): void {
    const { statusCode = 0 } = section
    if (statusCode >= 100 && statusCode < 200) {
      if (half.ended) blame(facts, 'flags', 'interim-ends-stream')
      return
    }
    half.phase = 'content'
    const isTunnel = stream.tunnel !== undefined && statusCode >= 200 && statusCode < 300
    if (isTunnel) this.#openTunnel(stream, half, section)
    else {
      // Section 8.1.1: "unless the response is defined as having no content", to HEAD and with 304.
      if (stream.method !== 'HEAD' && statusCode !== 304) half.declared = section.contentLength
      if (!half.ended) this.#carryContent(stream, half, 'server-to-client', section)
    }
    stream.tunnel = undefined
  }

  #openTunnel(stream: Stream, half: Half, section: FieldSection): void {
    const { tunnel } = stream
    const client = stream.half('client-to-server').content
    if (tunnel === undefined || client === undefined) return
    const octets = { 'client-to-server': client, 'server-to-client': new CarriedOctets() }
    half.content = octets['server-to-client']
    const exchange = exchangeOf(stream.id, this.#firstExchange)
    this.carried.push({
      kind: 'tunnel',
      protocol: tunnel.protocol,
      octets,
      agreed: {
        request: tunnel.fields,
        response: section.values,
        ...(exchange !== undefined && { exchange }),
        stream: stream.id,
      },
    })
  }

  #carryContent(stream: Stream, half: Half, direction: Direction, section: FieldSection): void {
    const described = describeContent(section.get('content-type'), section.get('content-encoding'))
    const kind = { ...described, direction }
    if (contentLayerFor(kind) === undefined && !isContentExpected(kind)) return
    half.content = new CarriedOctets()
    const exchange = exchangeOf(stream.id, this.#firstExchange)
    this.carried.push({
      kind: 'content',
      ...kind,
      octets: half.content,
      ...(exchange !== undefined && { exchange }),
      stream: stream.id,
    })
  }
}

/** An answer without DATA is right if it answers HEAD; where the request was not seen, we cannot know. */
function mayJudgeLength(stream: Stream, half: Half): boolean {
  return half.received > 0 || stream.method !== undefined || half === stream.half('client-to-server')
}
