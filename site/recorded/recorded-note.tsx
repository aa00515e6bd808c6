/** What there is to play in a lab whose labs server is not there: which recording, of when and with what, or which others. */
import './recorded-note.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { LabRunner } from '#site/lab/lab-runner.ts'
import { IS_RECORDED_TWIN } from '#site/twin.ts'
import type { Recording } from '#wire/formats/recording.ts'
import { loadRecording, othersFor, presetFor } from './recordings.ts'
import { whyAlone } from './stand-in.ts'

/** How many other recordings are offered: the nearest ones. */
const MOST_OTHERS = 6

interface RecordedNoteProps {
  readonly runner: LabRunner
  /** Called when switches were set here. */
  readonly onSwitch: () => void
}

export default function RecordedNote({ runner, onSwitch }: RecordedNoteProps) {
  const { lab } = runner.preset
  const values = runner.switches.value
  const preset = presetFor(lab, values)
  const recording = useSignal<Recording | undefined>(undefined)
  const failure = useSignal('')
  useEffect(() => {
    let overtaken = false
    recording.value = undefined
    failure.value = ''
    if (preset !== undefined) {
      loadRecording(preset).then(
        (loaded) => {
          if (!overtaken) recording.value = loaded
        },
        (error) => {
          if (!overtaken) failure.value = error.message
        },
      )
    }
    return () => {
      overtaken = true
    }
  }, [preset, recording, failure])

  if (preset === undefined) return <Others runner={runner} onSwitch={onSwitch} />
  return (
    <div class="recorded-note">
      <Reason runner={runner} />
      <p role="status">
        <strong class="recorded-badge">RECORDED</strong>{' '}
        {failure.value || (recording.value === undefined ? 'Loading …' : madeWith(recording.value))}{' '}
        {whyAlone(lab, values) ?? 'This page’s own script runs now, and is answered as the page was then.'}
      </p>
      {!IS_RECORDED_TWIN && (
        <button type="button" aria-disabled={runner.running.value} onClick={() => runner.start('reader', 'recording')}>
          Play the recording
        </button>
      )}
    </div>
  )
}

function madeWith({ recordedOn, browser, run }: Recording): string {
  return `A run with these switches was recorded on ${recordedOn} with ${browser} and ${run.server}: its octets are of then.`
}

/** What is known of the labs, where the panel does not say it elsewhere. */
function Reason({ runner: { lacksLabs, address } }: { readonly runner: LabRunner }) {
  if (lacksLabs.value !== 'port') return null
  return (
    <p class="recorded-reason">
      Nothing of the last run has reached the labs at {address.value}. A firewall or a proxy may block this port; Run
      tries again.
    </p>
  )
}

function Others({ runner, onSwitch }: RecordedNoteProps) {
  const { lab, shown } = runner.preset
  const others = othersFor(lab, runner.switches.value, Object.keys(shown.switches))
  return (
    <div class="recorded-note">
      <Reason runner={runner} />
      <p role="status">
        <strong class="recorded-badge">NOT RECORDED</strong> With these switches there is no recording, and nothing is
        made up in its place.
        {others.length > 0 && ' Near to them, these are recorded:'}
      </p>
      <ul>
        {others.slice(0, MOST_OTHERS).map(({ preset, switches, changes }) => (
          <li key={preset.name}>
            <button
              type="button"
              onClick={() => {
                runner.switches.value = switches
                onSwitch()
              }}
            >
              {changes.join('; ')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
