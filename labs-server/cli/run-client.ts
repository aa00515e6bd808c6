/** Runs a lab's client half in the page that it is served with, as the site's pages do; called by the recorder from outside. */
import { LAB_CLIENTS } from '../labs/clients.ts'
import type { ScriptEvent } from '../labs/lab-client.ts'
import type { ClientRun } from './client-run.ts'

/** The site's, served beside this script. */
const PAGE_SOCKET: string = '/page-socket.js'

/** Loads the client half before its run starts: how long that takes is no part of what passes. */
export async function load(lab: string): Promise<void> {
  await LAB_CLIENTS[lab]?.()
}

/** Resolves with what the script saw, its rejection included. */
export async function run({ lab, switches, startedAt, session, url, secureUrl }: ClientRun): Promise<ScriptEvent[]> {
  const seen: ScriptEvent[] = []
  const now = () => performance.timeOrigin + performance.now() - startedAt
  const saw = (what: string, more?: object) => void seen.push({ at: now(), what, ...more })
  const openSocket = async (take: (octets: Uint8Array) => void) => {
    const { openPageSocket } = await import(PAGE_SOCKET)
    return openPageSocket(location.origin, session, lab, take)
  }
  const { signal } = new AbortController()
  try {
    const client = await LAB_CLIENTS[lab]?.()
    await client?.run({ url, ...(secureUrl && { secureUrl }), signal, now, openSocket, saw }, switches as never)
  } catch (error) {
    saw('rejected', { detail: String(error) })
  }
  return seen
}
