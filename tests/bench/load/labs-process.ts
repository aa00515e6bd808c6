/** A labs server in a process of its own, so that its processor time can be told from that of the load. */
import { startLabsServer } from '#labs-server/labs-server.ts'

export interface LabsProcessStarted {
  readonly site: string
  readonly labs: string
}

const server = await startLabsServer({ port: 0, labsPort: 0, site: false, tap: process.argv[2] === 'tapped' })

/** Each message asks for the processor time used so far, in microseconds. */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
process.send?.(server.urls satisfies LabsProcessStarted)
