/** A server that is going to be killed: starts the process that serves WebTransport, and tells its number. */
import { DenoService } from '#transports/web-transport/deno-service.ts'

const child = await new DenoService(() => {}).child(new AbortController().signal)
console.log(child.process.pid)
