/** What the two halves of an example share: `ID/server.ts` answers, `ID/client.ts` asks and reports what it sees. */
import type { RecordedEvent } from '#wire/formats/recording.ts'

/** Notes what the script saw, as it sees it. */
export type Seen = (what: string, more?: Omit<RecordedEvent, 'at' | 'what'>) => void

/** The client half of an example, in a browser's page: resolves when the conversation is over. */
export type PageClient = (address: string, saw: Seen) => Promise<void>
