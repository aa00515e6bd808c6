/** The raw console as the reader meets it: octets to send, what came back, and the wire of the lab they went to. */
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ConnectionState } from '#site/lab/connection-state.tsx'
import type { FeedState } from '#site/lab/feed.ts'
import '#site/lab/lab-panel.css'
import { pageConnection } from '#site/lab/page-connection.ts'
import { openStore } from '#site/lab/storage.ts'
import { announce } from './announcer.ts'
import './console.css'
import { ConversationList } from './conversation-list.tsx'
import { LabWire } from './lab-wire.tsx'
import { OctetEditor } from './octet-editor.tsx'
import { RawConsoleModel } from './raw-console-model.ts'
import { SendBar } from './send-bar.tsx'

export interface RawConsoleProps {
  /** Names it among others on the page. */
  readonly title?: string
  /** The id of the ready-made text that stands there at first: `duplex`. */
  readonly first?: string
  /** Whether the wire of the lab stands below; false beside a panel of the same lab, which shows it. */
  readonly wire?: boolean
}

export default function RawConsole({ title = 'Octets by hand', first, wire = true }: RawConsoleProps) {
  const model = useSignal<RawConsoleModel | undefined>(undefined)
  const feed = useSignal<FeedState>({ kind: 'connecting' })
  const unreachable = useSignal('')
  const announced = useSignal('')
  const id = useMemo(() => `console-${first ?? 'any'}`, [first])

  useEffect(() => {
    const { session, hostname, api, feed: pageFeed } = pageConnection()
    const store = openStore('sessionStorage')
    const { origin } = location
    const load = () => import('./raw-connection.ts')
    const made = new RawConsoleModel({ origin, session, hostname, store, load }, first)
    model.value = made
    unreachable.value = api.unreachable().message
    const endings = [
      made.connect(),
      announce(made.conversation, (sentence) => {
        announced.value = sentence
      }),
      pageFeed.state.subscribe((state) => {
        feed.value = state
        if (state.kind !== 'live') return
        const learn = api.status().then(({ labs }) => {
          made.labsPort.value = labs.http1.port
        })
        learn.catch(() => {}) // The feed's state tells the reader about a lost server.
      }),
    ]
    return () => {
      for (const end of endings) end()
    }
  }, [first, model, feed, unreachable, announced])

  const made = model.value
  return (
    <section class="lab-panel console" aria-labelledby={`${id}-title`} data-link={made?.link.value}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <p class="lab-summary">
          What you write goes, octet by octet, over a TCP connection that the labs server opens for this page: to its
          own labs, and nowhere else.
        </p>
        <ConnectionState state={feed.value} unreachable={unreachable.value} />
      </header>
      {made === undefined ? (
        <p class="lab-note">The console needs JavaScript and the labs server.</p>
      ) : (
        <div class="console-columns">
          <div class="console-writing">
            <OctetEditor id={id} model={made} />
            <SendBar model={made} />
          </div>
          <ConversationList id={id} conversation={made.conversation} />
        </div>
      )}
      <p class="sr-only" role="status">
        {announced}
      </p>
      {wire && made !== undefined && <LabWire lab={made.lab.value} />}
    </section>
  )
}
