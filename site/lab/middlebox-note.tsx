/** What stands between in a run with these switches: which nginx, and what it is told; or why it is not there. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { LabRunner } from './lab-runner.ts'
import type { MiddleboxStatus } from './labs-api.ts'
import { pageConnection } from './page-connection.ts'

type Told = MiddleboxStatus | { readonly failed: string }

export default function MiddleboxNote({ runner }: { runner: LabRunner }) {
  const told = useSignal<Told | undefined>(undefined)
  const switches = runner.switches.value
  useEffect(() => {
    let isLatest = true
    const tell = (answer: Told) => {
      if (isLatest) told.value = answer
    }
    pageConnection()
      .api.middlebox(runner.preset.shown.id, switches)
      .then(tell, (error: Error) => tell({ failed: error.message }))
    return () => {
      isLatest = false
    }
  }, [switches, runner, told])

  const status = told.value
  if (switches.middlebox !== 'nginx') {
    return (
      <p class="lab-note">
        The browser talks to a middlebox of the labs server’s own making, which talks to the labs: emulated, and shown
        as two wires.
      </p>
    )
  }
  if (status === undefined) return <p class="lab-note">Asking whether nginx is installed …</p>
  if ('failed' in status) return <p class="lab-error">{status.failed}</p>
  if ('why' in status.nginx) {
    return (
      <p class="lab-error">
        {status.nginx.why} Choose another middlebox, or install nginx on the computer that runs the labs server.
      </p>
    )
  }
  return (
    <details class="lab-configuration">
      <summary>Real nginx {status.nginx.version} stands between, with this configuration</summary>
      <pre>
        <code>{status.configuration}</code>
      </pre>
    </details>
  )
}
