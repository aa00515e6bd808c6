/** Whether this browser trusts the certificate of the labs' TLS origin: found out by fetching from it, as a lab would. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { CertificateFacts, LabsStatus } from '../lab/labs-api.ts'

/** How long the TLS origin may take to answer, in milliseconds. */
const PATIENCE_MS = 5000

export type Trust =
  | { readonly kind: 'unknown' }
  /** The labs server does not answer, with a sentence that says what to do. */
  | { readonly kind: 'no-server'; readonly sentence: string }
  | { readonly kind: 'switched-off' }
  | {
      readonly kind: 'trusted' | 'not-trusted'
      /** `https://localhost:4323/` */
      readonly origin: string
      readonly certificate: CertificateFacts
    }

/** Who tells whether there is a TLS origin: rejects with a sentence when the labs server does not answer. */
export interface StatusSource {
  status(): Promise<Pick<LabsStatus, 'labs'>>
}

export class TrustCheck {
  readonly #api: StatusSource
  readonly #hostname: string
  readonly #trust = signal<Trust>({ kind: 'unknown' })
  readonly #looking = signal(false)

  /** `hostname` is the page's own: the TLS origin has the same. */
  constructor(api: StatusSource, hostname: string) {
    this.#api = api
    this.#hostname = hostname
  }

  get trust(): ReadonlySignal<Trust> {
    return this.#trust
  }

  get looking(): ReadonlySignal<boolean> {
    return this.#looking
  }

  /** Looks, unless it is looking already. Never rejects. */
  async look(): Promise<void> {
    if (this.#looking.peek()) return
    this.#looking.value = true
    this.#trust.value = await this.#find()
    this.#looking.value = false
  }

  /** Looks now, and whenever the reader comes back to this tab; returns what ends that. */
  watch(): () => void {
    const back = () => {
      if (document.visibilityState === 'visible') this.look()
    }
    document.addEventListener('visibilitychange', back)
    window.addEventListener('focus', back)
    this.look()
    return () => {
      document.removeEventListener('visibilitychange', back)
      window.removeEventListener('focus', back)
    }
  }

  async #find(): Promise<Trust> {
    try {
      const { tls } = (await this.#api.status()).labs
      if (tls === undefined) return { kind: 'switched-off' }
      const origin = `https://${this.#hostname}:${tls.port}/`
      const kind = (await answers(new URL('trust', origin))) ? 'trusted' : 'not-trusted'
      return { kind, origin, certificate: tls.certificate }
    } catch (error) {
      return { kind: 'no-server', sentence: error instanceof Error ? error.message : String(error) }
    }
  }
}

/** A script is not told why a fetch fails: with a labs server that answers, it is the certificate as good as always. */
async function answers(url: URL): Promise<boolean> {
  try {
    const { ok } = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    return ok
  } catch {
    return false
  }
}
