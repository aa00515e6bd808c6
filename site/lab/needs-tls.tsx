/** Said by a lab that goes over TLS in a browser that does not trust the labs' certificate (yet): silent once it does. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Trust, TrustCheck } from '../tls/trust.ts'
import { sitePath } from '../twin.ts'
import type { LabRunner } from './lab-runner.ts'
import { pageConnection } from './page-connection.ts'

export default function NeedsTls({ runner }: { readonly runner: LabRunner }) {
  const trust = useSignal<Trust>({ kind: 'unknown' })
  useEffect(() => {
    const { api, hostname } = pageConnection()
    const check = new TrustCheck(api, hostname)
    const forget = () => {
      if (runner.lacksLabs.peek() === 'certificate') runner.lacksLabs.value = undefined
    }
    const endings = [
      forget,
      check.trust.subscribe((now) => {
        trust.value = now
        if (now.kind === 'not-trusted' || now.kind === 'switched-off') runner.lacksLabs.value ??= 'certificate'
        else forget()
      }),
      check.watch(),
    ]
    return () => {
      for (const end of endings) end()
    }
  }, [trust, runner])
  return (
    <div class="lab-tls" role="status">
      <Note kind={trust.value.kind} />
    </div>
  )
}

function Note({ kind }: { readonly kind: Trust['kind'] }) {
  if (kind === 'not-trusted') {
    return (
      <p class="lab-error">
        This goes over HTTP/2, which browsers speak over TLS only, and this browser does not trust the labs’ certificate
        yet.{' '}
        <a href={sitePath('/tls/')} target="_blank" rel="noopener">
          What to click
        </a>{' '}
        (opens in a new tab) takes a minute; this page looks again by itself.
      </p>
    )
  }
  if (kind === 'switched-off') {
    return (
      <p class="lab-error">
        This goes over HTTP/2, which browsers speak over TLS only, and this labs server was started without TLS. Start
        it without “--no-tls” to run it.
      </p>
    )
  }
  return null
}
