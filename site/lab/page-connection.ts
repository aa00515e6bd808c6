/** What all labs of a page share: the reader's session, the API and the feed. */
import { signal } from '@preact/signals'
import { IS_RECORDED_TWIN } from '#site/twin.ts'
import { Feed } from './feed.ts'
import { LabsApi } from './labs-api.ts'
import { readSession } from './session.ts'
import { openStore } from './storage.ts'

export interface PageConnection {
  readonly session: string
  readonly api: LabsApi
  readonly feed: Pick<Feed, 'state' | 'watch'>
  /** The host name under which the page was opened; the labs answer under the same. */
  readonly hostname: string
}

/** The feed of a page that has no labs server. */
const WITHOUT_SERVER: PageConnection['feed'] = { state: signal({ kind: 'recorded' }), watch: () => () => {} }

let shared: PageConnection | undefined

/** The page's connection, made when the first lab asks for it. */
export function pageConnection(): PageConnection {
  if (shared === undefined) {
    const session = readSession(openStore('localStorage'))
    const { origin, hostname } = location
    const feed = IS_RECORDED_TWIN ? WITHOUT_SERVER : new Feed(origin, session)
    shared = { session, hostname, api: new LabsApi(origin), feed }
  }
  return shared
}
