/**
 * XMLSocket on the labs' plain port, as Flash spoke it (ActionScript 3.0, `flash.net.XMLSocket`): documents, each with a zero
 * octet behind it. The first one asks for the policy file, or says which address of the labs the client joins:
 * `<join to="/s/SESSION/bench/xml-socket/" after="0"/>`.
 */
import { LabError } from '#labs/lab-error.ts'
import type { Limits } from './limits.ts'
import { asLabError } from './problem.ts'
import type { TappedSocket } from './tap/tapped-socket.ts'
import { DocumentReader, toOctets } from './transports/xml-socket/documents.ts'

const POLICY_FILE_REQUEST = /^\s*<policy-file-request\s*\/>\s*$/
const JOIN = /^\s*<join\s+to="([^"]*)"(?:\s+after="(\d{1,9})")?\s*\/>\s*$/

/** Hands the socket to the lab of an address; returns what takes its further documents. @throws LabError */
type Join = (address: string, after: number) => (document: string) => void

/** Speaks with a client whose first octet was `<`. */
export function serveXmlSocket(socket: TappedSocket, join: Join, limits: Limits): void {
  const late = new LabError('LAB_TIMEOUT', 'The first document did not end in the time this server waits for one.')
  const patience = setTimeout(() => refuse(late), limits.headersTimeoutMs)
  let take = (document: string) => {
    clearTimeout(patience)
    take = answerFirst(document)
  }
  const reader = new DocumentReader(limits.maxDocumentOctets, (document) => take(document))

  function answerFirst(document: string): (document: string) => void {
    if (POLICY_FILE_REQUEST.test(document)) {
      const ports = `to-ports="${socket.localPort}"`
      say(`<cross-domain-policy><allow-access-from domain="*" ${ports}/></cross-domain-policy>`)
      return () => {} // Flash closes now, and connects anew for what it wants.
    }
    const [, address, after = '0'] = JOIN.exec(document) ?? []
    if (address === undefined) {
      throw new LabError('LAB_BAD_REQUEST', 'The first document asks for the policy file, or joins an address.')
    }
    return join(address, Number(after))
  }

  /** The last that is said. */
  function say(document: string): void {
    socket.end(toOctets(document))
    socket.setTimeout(limits.halfCloseMs, () => socket.destroy())
  }

  function refuse({ code, message }: LabError): void {
    say(`<error code="${code}">${message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</error>`)
  }

  socket.on('data', (octets: Buffer) => {
    if (!socket.writable) return
    try {
      reader.read(octets)
    } catch (error) {
      refuse(told(error))
    }
  })
  socket.on('end', () => socket.end())
  socket.on('close', () => clearTimeout(patience))
}

function told(error: unknown): LabError {
  if (error instanceof RangeError) return new LabError('LAB_TOO_LARGE', error.message)
  return error instanceof SyntaxError ? new LabError('LAB_BAD_REQUEST', error.message) : asLabError(error)
}
