/** The conversation as it happened: pieces up and reads down, interleaved, with the time since their connection was there. */
import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { copyText } from '#site/lab/copy.ts'
import { counted } from '#site/wire-view/numbers.ts'
import { hexOf } from '#site/wire-view/octet-names.ts'
import type { Conversation, Entry } from './conversation.ts'
import { wordsOf } from './entry-words.ts'
import { typedText } from './octet-text.ts'

/** A region that scrolls must be reachable by the keyboard alone (WCAG 2.2, 2.1.1). */
const SCROLLS = { tabIndex: 0 }
/** Farther than any list is long, and how near to its end counts as being at it, in CSS pixels. */
const BEYOND_ANY_END_PX = 1e7
const NEAR_PX = 8
/** Octets of one entry that are drawn. */
const MAX_DRAWN = 4096

interface ConversationListProps {
  readonly id: string
  readonly conversation: Conversation
}

export function ConversationList({ id, conversation }: ConversationListProps) {
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  const hex = useSignal(false)
  const said = useSignal('')
  const entries = conversation.entries.value

  // Follows the newest only for a reader who is there already.
  useLayoutEffect(() => {
    if (atEnd.current && entries.length > 0) list.current?.scrollTo(0, BEYOND_ANY_END_PX)
  }, [entries])

  const copy = async () => {
    if (list.current === null) return
    said.value = (await copyText(list.current)) ? 'Copied.' : 'Selected: copy it with your own keys.'
  }
  return (
    <section class="console-conversation" aria-labelledby={`${id}-conversation`}>
      <div class="console-row">
        <h3 id={`${id}-conversation`}>The conversation</h3>
        <label class="lab-switch-label">
          <input
            type="checkbox"
            role="switch"
            checked={hex.value}
            aria-checked={hex.value}
            onChange={({ currentTarget }) => {
              hex.value = currentTarget.checked
            }}
          />
          Hex too
        </label>
        <button type="button" onClick={copy}>
          Copy
        </button>
        <button
          type="button"
          onClick={() => {
            conversation.clear()
            said.value = ''
          }}
        >
          Clear
        </button>
        <span role="status">{said}</span>
      </div>
      <ol
        ref={list}
        aria-labelledby={`${id}-conversation`}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR_PX
        }}
        {...SCROLLS}
      >
        {conversation.dropped.value > 0 && (
          <li class="console-note">{counted(conversation.dropped.value, 'older entry', 'older entries')}, not kept</li>
        )}
        {entries.length === 0 && (
          <li class="console-note">What you send and what comes back stands here, in the order in which it passed.</li>
        )}
        {entries.map((entry, index) => (
          <Row key={index} entry={entry} hex={hex.value} />
        ))}
      </ol>
    </section>
  )
}

/** The side on which an entry stands. */
function sideOf(entry: Entry): string | undefined {
  return entry.kind === 'octets' || entry.kind === 'end' ? entry.direction : undefined
}

const ARROWS: Readonly<Record<string, string>> = { 'client-to-server': '→ ', 'server-to-client': '← ' }

function Row({ entry, hex }: { readonly entry: Entry; readonly hex: boolean }) {
  const side = sideOf(entry)
  return (
    <li data-direction={side} data-kind={entry.kind}>
      <p class="console-when">
        <span class="console-time">{entry.at.toFixed(1)} ms</span>{' '}
        <span>
          <span aria-hidden="true">{ARROWS[side ?? '']}</span>
          {wordsOf(entry)}
        </span>
        {'\n'}
      </p>
      {entry.kind === 'octets' && <Octets octets={entry.octets} length={entry.length} hex={hex} />}
      {'\n'}
    </li>
  )
}

interface OctetsProps {
  readonly octets: Uint8Array
  readonly length: number
  readonly hex: boolean
}

/** As the reader would type them. A mark at the end of each line says that it ends in CRLF; it is not copied. */
function Octets({ octets, length, hex }: OctetsProps) {
  const drawn = octets.subarray(0, MAX_DRAWN)
  const lines = typedText(drawn, true).split('\n')
  return (
    <>
      <pre class="console-octets">
        {lines.map((line, index) => (
          <span key={index}>
            {line}
            {index < lines.length - 1 && <LineEnd line={line} />}
          </span>
        ))}
      </pre>
      {hex && <pre class="console-octets console-hex">{[...drawn].map(hexOf).join(' ')}</pre>}
      {length > drawn.length && (
        <p class="console-note">and {counted(length - drawn.length, 'octet')} more, which the wire below shows</p>
      )}
    </>
  )
}

/** A line that ends in a backslash has none: it is only broken here. */
function LineEnd({ line }: { readonly line: string }) {
  const breaks = (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 0
  return (
    <>
      {breaks && <span class="console-crlf">\r\n</span>}
      {'\n'}
    </>
  )
}
