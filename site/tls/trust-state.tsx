/** What the page `/tls/` has found out, and what to do about it. */
import './trust-state.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { LabsStatus } from '../lab/labs-api.ts'
import { type StatusSource, type Trust, TrustCheck } from './trust.ts'

export default function TrustState() {
  const trust = useSignal<Trust>({ kind: 'unknown' })
  const looking = useSignal(true)
  const check = useMemo(() => (typeof location === 'undefined' ? undefined : newCheck()), [])
  useEffect(() => {
    if (check === undefined) return
    const endings = [
      check.trust.subscribe((now) => {
        trust.value = now
      }),
      check.looking.subscribe((now) => {
        looking.value = now
      }),
      check.watch(),
    ]
    return () => {
      for (const end of endings) end()
    }
  }, [check, trust, looking])

  const now = trust.value
  return (
    <section class="tls-state" data-trust={now.kind} aria-label="This browser, now">
      <div role="status">
        <Answer trust={now} />
      </div>
      {now.kind === 'not-trusted' && (
        <p>
          <a class="tls-open" href={now.origin} target="_blank" rel="noopener">
            Open {now.origin} in a new tab
          </a>
        </p>
      )}
      {'certificate' in now && (
        <dl>
          <dt>SHA-256 fingerprint</dt>
          <dd>
            <code>{fingerprint(now.certificate.sha256)}</code>
          </dd>
          <dt>Good</dt>
          <dd>
            from {day(now.certificate.validFrom)} to {day(now.certificate.validTo)}
          </dd>
        </dl>
      )}
      <p class="tls-again">
        <button type="button" aria-disabled={looking.value} onClick={() => check?.look()}>
          Look again
        </button>{' '}
        <span>{looking.value ? 'Looking …' : 'It also looks by itself when you come back to this tab.'}</span>
      </p>
    </section>
  )
}

function newCheck(): TrustCheck {
  return new TrustCheck(API, location.hostname)
}

/** The one call that this page needs of the API: all that labs call weighs more than a page without one may. */
const API: StatusSource = {
  async status() {
    try {
      const response = await fetch('/api/status', { cache: 'no-store' })
      // A static host answers in the labs server's place with a page, or with an error.
      if (!response.ok) throw new Error(String(response.status))
      return (await response.json()) as LabsStatus
    } catch {
      throw new Error(
        `The labs server at ${location.origin} does not answer. Start it with "npm start" in the project's folder, and look again.`,
      )
    }
  },
}

function Answer({ trust }: { readonly trust: Trust }) {
  switch (trust.kind) {
    case 'unknown':
      return <p>Looking whether this browser can fetch from the labs over TLS …</p>
    case 'trusted':
      return (
        <p>
          <strong>Yes, it does.</strong> This page’s script has just fetched from {trust.origin}. The labs that need
          HTTP/2 run in this browser.
        </p>
      )
    case 'not-trusted':
      return (
        <p>
          <strong>No, not yet.</strong> The labs server answers, but this browser refuses what its labs over TLS say: to
          this page’s script a fetch from {trust.origin} just fails. Open that address, tell the browser to go on, and
          come back.
        </p>
      )
    case 'switched-off':
      return (
        <p>
          <strong>There is nothing to trust.</strong> This labs server was started without TLS, so the labs that need
          HTTP/2 cannot run. Start it without <code>--no-tls</code> to have them.
        </p>
      )
    case 'no-server':
      return (
        <p>
          <strong>It cannot be found out.</strong> {trust.sentence}
        </p>
      )
  }
}

/** In groups that a line can break between. */
function fingerprint(sha256: string): string {
  return sha256.replace(/((?:..:){7}..):/g, '$1: ')
}

/** `2026-11-28T…` as `28 November 2026`, whatever the clock of the reader. */
function day(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}
