/** The client half: asks the server, message by message, over whatever works, and falls back when it stops working. */
import type { LabClient, LabClientContext } from '../lab-client.ts'
import { Chain, PATIENCE_MS, within } from './chain.ts'
import type { FallBackSwitches } from './lab.ts'

export const run: LabClient<FallBackSwitches> = (context, switches) =>
  switches.library === 'chain' ? runChain(context, switches) : runSocketIo(context, switches)

async function runChain(context: LabClientContext, { messages, interval }: FallBackSwitches) {
  const chain = new Chain(context)
  let link = await chain.choose()
  for (let number = 1; number <= messages; number++) {
    const text = `message ${number}`
    for (;;) {
      try {
        context.saw('asked', { detail: `${text}, over ${link.name}` })
        await within(PATIENCE_MS, link.ask(text))
        context.saw('answered', { detail: text })
        break
      } catch (error) {
        context.signal.throwIfAborted()
        context.saw('broke', { detail: `${link.name}: ${error instanceof Error ? error.message : error}` })
        link.close()
        chain.fallBack()
        link = await chain.choose()
      }
    }
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
  link.close()
}

/** Socket.IO begins with long polling, which works nearly everywhere, and then asks for a WebSocket beside it. */
async function runSocketIo({ url, signal, saw }: LabClientContext, { messages, interval }: FallBackSwitches) {
  const { io } = await import('socket.io-client')
  const { origin, pathname } = new URL('socket.io/', url)
  const socket = io(origin, { path: pathname, forceNew: true, timeout: PATIENCE_MS, reconnectionDelay: 100 })
  const engine = socket.io
  engine.on('open', () => {
    saw('open', { detail: `over ${engine.engine.transport.name}` })
    engine.engine.on('upgrading', ({ name }) => saw('upgrading', { detail: `trying ${name} beside it` }))
    engine.engine.on('upgrade', ({ name }) => saw('upgrade', { detail: `from now on over ${name}` }))
    engine.engine.on('upgradeError', (error) => saw('upgradeError', { detail: error.message }))
  })
  engine.on('reconnect_attempt', (attempt) => saw('reconnect_attempt', { detail: `${attempt}` }))
  socket.on('disconnect', (reason) => saw('disconnect', { detail: reason }))
  socket.on('connect_error', (error) => saw('connect_error', { detail: error.message }))
  const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  try {
    await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), stopped])
    for (let number = 1; number <= messages; number++) {
      const text = `message ${number}`
      saw('emit()', { detail: `${text}, over ${engine.engine.transport.name}` })
      // Without an answer in time it is sent again, over whatever there is by then.
      const answer = await Promise.race([
        socket
          .timeout(PATIENCE_MS)
          .emitWithAck('message', text)
          .catch(() => undefined),
        stopped,
      ])
      saw(answer === undefined ? 'no answer' : 'answered', { detail: text })
      if (answer === undefined) number -= 1
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  } finally {
    socket.close()
  }
}
