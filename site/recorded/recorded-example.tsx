/** An example that plays in place of what a page could do with a labs server: its octets at their times, marked as of then. */
import './recorded-note.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { EXAMPLES } from '#labs-server/examples/index.ts'
import { sitePath } from '#site/twin.ts'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'
import type { Recording } from '#wire/formats/recording.ts'
import { play } from './play.ts'

export interface RecordedExampleProps {
  /** Of one of the examples. */
  readonly id: string
}

export default function RecordedExample({ id }: RecordedExampleProps) {
  const model = useMemo(() => new WireModel('recorded'), [])
  const recording = useSignal<Recording | undefined>(undefined)
  const failure = useSignal('')
  const playing = useRef(new AbortController())
  const example = EXAMPLES.find((each) => each.id === id)

  useEffect(() => {
    fetch(sitePath(`/recordings/examples/${id}.json`))
      .then(async (response) => {
        recording.value = await response.json()
      })
      .catch(() => {
        failure.value =
          'The recording could not be loaded, because the host of these pages does not answer. Load the page anew.'
      })
    return () => playing.current.abort()
  }, [id, recording, failure])

  async function start() {
    if (recording.value === undefined) return
    playing.current.abort()
    playing.current = new AbortController()
    const stage = {
      begin: (run: Recording['run']) => model.begin(run, 'recorded'),
      observed: model.append.bind(model),
      saw: model.script.add.bind(model.script),
    }
    await play(recording.value, stage, playing.current.signal).catch(() => {}) // Played again, or left.
  }

  return (
    <section class="recorded-example" aria-labelledby={`example-${id}`}>
      <div class="recorded-note">
        <h3 id={`example-${id}`}>{example?.title}</h3>
        <p>{example?.summary}</p>
        <p role="status">
          <strong class="recorded-badge">RECORDED</strong>{' '}
          {failure.value || (recording.value && madeWith(recording.value)) || 'Loading …'}
        </p>
        <button type="button" disabled={recording.value === undefined} onClick={start}>
          Play the recording
        </button>
      </div>
      <WireView
        model={model}
        label="The wire"
        whenEmpty="Play the recording: its octets will show here, as they passed."
      />
    </section>
  )
}

function madeWith({ recordedOn, browser, run }: Recording): string {
  return `It was recorded on ${recordedOn} with ${browser} and ${run.server}. It plays alone: nothing that you type could change what was said then.`
}
