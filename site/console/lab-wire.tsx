/** The wire of a lab's current run, without the lab's panel: what any client of this session carries there. */
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { pageConnection } from '#site/lab/page-connection.ts'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'

const EMPTY = 'Send something: what the labs’ tap sees pass shows here.'

export function LabWire({ lab }: { readonly lab: string }) {
  const model = useMemo(() => new WireModel(), [])
  const problem = useSignal('')

  useEffect(() => {
    const { feed } = pageConnection()
    model.clear()
    return feed.watch(lab, {
      began: (run) => model.begin(run),
      observed: (_run, records) => model.append(records),
    })
  }, [lab, model])

  const startAnew = async () => {
    const { api, session } = pageConnection()
    problem.value = await api.startRun({ session, lab, switches: {} }).then(
      () => '',
      (error: Error) => error.message,
    )
  }
  return (
    <div class="lab-wire console-wire">
      <div class="console-row">
        <p>
          The tap sees this connection as it sees every other: these are the octets of the lab <code>{lab}</code> in its
          current run.
        </p>
        <button type="button" class="console-anew" onClick={startAnew}>
          Start a new run
        </button>
      </div>
      <p class="lab-error" role="status">
        {problem}
      </p>
      <WireView model={model} label="The wire" whenEmpty={EMPTY} />
    </div>
  )
}
