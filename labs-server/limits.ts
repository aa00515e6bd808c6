/** Every bound of the labs server: one name, one value, one unit each. What a limit cuts is shown as a gap that carries its name. */

export interface Limits {
  /** Octets kept of one run, both directions of all its connections together. */
  readonly maxOctetsPerRun: number
  /** Records kept of one run, gaps and the ends of connections not counted. */
  readonly maxRecordsPerRun: number
  /** Connections numbered in one run; further ones are refused with 503. */
  readonly maxConnectionsPerRun: number
  /** Connections of one session that are open at once; further ones are refused with 503. */
  readonly maxConnectionsPerSession: number
  /** Runs kept of one session, one a lab; the oldest goes first. */
  readonly maxRunsPerSession: number
  /** Pages of one session that watch at once. */
  readonly maxViewersPerSession: number
  /** Sessions kept; when full, the one that has been idle longest goes first, and with none idle a new one is refused. */
  readonly maxSessions: number
  /** Octets kept of all runs of all sessions; beyond it, idle sessions are forgotten before anything is cut. */
  readonly maxOctetsKept: number
  /** Milliseconds after which a session without connections and viewers is forgotten. */
  readonly sessionIdleMs: number
  /** Connections open at once on one listener of the labs; further ones are dropped at once. */
  readonly maxConnections: number
  /** Octets of a connection searched for the session and lab that its first request names. */
  readonly maxFirstRequestOctets: number
  /** Milliseconds a client may take for the TLS handshake. */
  readonly handshakeTimeoutMs: number
  /** Streams open at once on one HTTP/2 connection, as it announces; browsers open no more than 100. */
  readonly maxStreamsPerConnection: number
  /** Octets of a request's header section (Node answers 431 beyond it). */
  readonly maxHeaderOctets: number
  /** Milliseconds a client may take for a request's header section, and before its first request (then 408). */
  readonly headersTimeoutMs: number
  /** Milliseconds a client may take for a whole request (then 408). */
  readonly requestTimeoutMs: number
  /** Milliseconds an idle connection is kept open: longer than Firefox keeps it (118 s), so that the browser decides. */
  readonly keepAliveMs: number
  /** Milliseconds a connection lives on without a write once its client has said that it sends no more. */
  readonly halfCloseMs: number
  /** Milliseconds in which octets are still read after an error answer, so that the client gets to read it. */
  readonly lingerMs: number
  /** Milliseconds a new run waits for the connections of the one before to be closed. */
  readonly closeWaitMs: number
  /** Octets the emulated path holds in one direction of a connection before it lets its writer wait. */
  readonly maxHeldOctets: number
  /** Octets of a bench run's messages that are kept in each direction, one message in any case. */
  readonly maxMailboxOctets: number
  /** Bayeux servers for long polling, one for each opening; beyond it, 503. */
  readonly maxBayeuxServers: number
  /** Clients that may shake hands with one Bayeux server. */
  readonly maxBayeuxClients: number
  /** Octets of WebRTC signals that wait for the peers of one opening. */
  readonly maxSignalOctets: number
  /** WebTransport sessions open at once. */
  readonly maxWebTransportSessions: number
  /** Crashes within a minute of the process that serves WebTransport, after which it is not started again. */
  readonly maxDenoCrashes: number
  /** Connections that the pages of one session hold open through the console. */
  readonly maxConsolesPerSession: number
  /** Octets, both directions together, that one connection of the console carries. */
  readonly maxConsoleOctets: number
  /** Octets of one direction of the console's connection that are on their way and not acknowledged. */
  readonly maxConsoleOctetsUnderWay: number
  /** Milliseconds without an octet after which the console closes its connection. */
  readonly consoleIdleMs: number
  /** Octets of a message's content that the buffering middlebox holds before it passes them on incomplete. */
  readonly maxMiddleboxOctets: number
  /** nginx processes at once: one for each set of directives; the one that was asked for longest ago ends first. */
  readonly maxNginxProcesses: number
  /** Milliseconds nginx may take to start, and to end. */
  readonly nginxWaitMs: number
  /** Octets of one document of XMLSocket. */
  readonly maxDocumentOctets: number
  /** Octets in one batch to a viewer, as long as one record fits. */
  readonly maxBatchOctets: number
  /** Records in one batch to a viewer. */
  readonly maxBatchRecords: number
  /** Batches under way to one viewer that it has not acknowledged. */
  readonly feedWindow: number
  /** Milliseconds between two batches to one viewer, when records come that fast: one frame of its screen. */
  readonly feedPaceMs: number
  /** Octets of one event from a viewer, and of an API request's content. */
  readonly maxRequestOctets: number
}

export const LIMITS: Limits = {
  maxOctetsPerRun: 8 * 2 ** 20,
  maxRecordsPerRun: 50_000,
  maxConnectionsPerRun: 1000,
  maxConnectionsPerSession: 256,
  maxRunsPerSession: 16,
  maxViewersPerSession: 16,
  maxSessions: 1000,
  maxOctetsKept: 512 * 2 ** 20,
  sessionIdleMs: 30 * 60_000,
  maxConnections: 12_000,
  maxFirstRequestOctets: 8192,
  handshakeTimeoutMs: 10_000,
  maxStreamsPerConnection: 100,
  maxHeaderOctets: 16_384,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 300_000,
  keepAliveMs: 120_000,
  halfCloseMs: 2000,
  lingerMs: 1000,
  closeWaitMs: 500,
  maxHeldOctets: 2 ** 20,
  maxMailboxOctets: 4 * 2 ** 20,
  maxBayeuxServers: 1000,
  maxBayeuxClients: 8,
  maxSignalOctets: 256 * 1024,
  maxWebTransportSessions: 256,
  maxDenoCrashes: 5,
  maxConsolesPerSession: 8,
  maxConsoleOctets: 8 * 2 ** 20,
  maxConsoleOctetsUnderWay: 256 * 1024,
  consoleIdleMs: 10 * 60_000,
  maxMiddleboxOctets: 64 * 1024,
  maxNginxProcesses: 8,
  nginxWaitMs: 5000,
  maxDocumentOctets: 4 * 2 ** 20,
  maxBatchOctets: 256 * 1024,
  maxBatchRecords: 1000,
  feedWindow: 8,
  feedPaceMs: 16,
  maxRequestOctets: 16_384,
}
