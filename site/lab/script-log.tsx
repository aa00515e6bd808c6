/** What the script saw, in order: the outermost boundary, beside the wire. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ScriptEvents } from '#site/wire-view/script-events.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'

/** A region that scrolls must be reachable by the keyboard alone (WCAG 2.2, 2.1.1). */
const SCROLLS = { tabIndex: 0 }
/** Farther than any list is long, in CSS pixels: to scroll to the end without asking where that is. */
const BEYOND_ANY_END_PX = 1e7
/** How near to the end counts as being at it, in CSS pixels. */
const NEAR_PX = 8

export function ScriptLog({ id, script, waiting }: { id: string; script: ScriptEvents; waiting: string }) {
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  const version = script.version.value

  // Follows the newest only for a reader who is there already.
  useLayoutEffect(() => {
    if (atEnd.current) list.current?.scrollTo(0, BEYOND_ANY_END_PX)
  }, [version])

  return (
    <section class="lab-script" aria-labelledby={`${id}-script`}>
      <h3 id={`${id}-script`}>What the script saw</h3>
      <ol
        ref={list}
        aria-labelledby={`${id}-script`}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR_PX
        }}
        {...SCROLLS}
      >
        {script.events.map((event, index) => (
          <Row key={index} event={event} />
        ))}
        {script.notKept > 0 && <li class="lab-gap">{script.notKept} more events, not kept</li>}
        {script.events.length === 0 && <li class="lab-empty">{waiting}</li>}
      </ol>
    </section>
  )
}

function Row({ event }: { event: RecordedEvent }) {
  return (
    <li>
      <span class="lab-time">{event.at.toFixed(1)} ms</span>
      <code>{event.what}</code>
      <span class="lab-octet-count">{event.octets !== undefined && `${event.octets} octets`}</span>
      <span class="lab-detail">{event.detail}</span>
    </li>
  )
}
