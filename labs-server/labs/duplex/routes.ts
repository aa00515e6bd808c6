/** The server half: an address that answers while it is asked, Node's client on request, and every transport with an echo. */
import { PLAIN_OPTIONS } from '../../transports/plain-options.ts'
import { answerAll } from '../answer-all.ts'
import { mailboxLab } from '../mailbox-lab.ts'
import { echo } from './echo.ts'
import type { DuplexSwitches } from './lab.ts'
import { speak } from './node-client.ts'

export const { routes, upgrade, join } = mailboxLab({ options: () => PLAIN_OPTIONS, perform: answerAll })

routes.all('/echo', echo)

/** A browser cannot do it, so Node does: the labs server itself becomes the client of this very lab. */
routes.post('/node', async (request, response) => {
  const { run, session } = response.locals
  const { localAddress = '', localPort } = request.socket
  const host = localAddress.includes(':') ? `[${localAddress.replace('::ffff:', '')}]` : localAddress
  const address = new URL(`http://${host}:${localPort}/s/${session}/duplex/echo`)
  await speak(address, run.info.switches as DuplexSwitches, run.over)
  response.status(204).end()
})
