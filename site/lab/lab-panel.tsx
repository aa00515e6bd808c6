/** A lab as the reader meets it: predict, choose switches, run, see what the script saw and what the wire carried. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { SwitchValues } from '#labs/lab.ts'
import { IS_RECORDED_TWIN } from '#site/twin.ts'
import { onDemand } from '#site/wire-view/on-demand.tsx'
import { loadWireBody, WireView } from '#site/wire-view/wire-view.tsx'
import { Commands } from './commands.tsx'
import { ConnectionState } from './connection-state.tsx'
import type { FeedState } from './feed.ts'
import './lab-panel.css'
import { presetOf } from './lab-preset.ts'
import { LabRunner } from './lab-runner.ts'
import { labOf } from './labs-of-page.ts'
import { pageConnection } from './page-connection.ts'
import { usePermalink } from './permalink.ts'
import { RunBar } from './run-bar.tsx'
import { RunState } from './run-state.tsx'
import { ScriptLog } from './script-log.tsx'
import { SwitchControls } from './switch-controls.tsx'
import { WhatChanged } from './what-changed.tsx'

const MiddleboxNote = onDemand('What stands between', () => import('./middlebox-note.tsx'))
const RunVerdict = onDemand('What the run comes to', () => import('./run-verdict.tsx'))
/** What takes the labs' place is there before the server that it comes from may be gone. */
const makeReady = async ({ preset, switches }: LabRunner) => {
  loadWireBody()
  const { loadFor } = await import('../recorded/ready.ts')
  loadFor(preset.lab, switches.peek())
}

const RecordedNote = onDemand('What was recorded', async () => ({
  default: (await import('../recorded/ready.ts')).RecordedNote,
}))
const NeedsTls = onDemand(
  'Whether this browser trusts the labs’ certificate',
  () => import('./needs-tls.tsx'),
  () => null,
)

export interface LabPanelProps {
  /** The lab's id: `keep-alive`. */
  readonly id: string
  /** In place of the lab's own title and summary. */
  readonly title?: string
  readonly summary?: string
  /** Switches that differ from the lab's initial values. */
  readonly preset?: SwitchValues
  /** Names of the switches shown; all when absent. */
  readonly expose?: readonly string[]
  /** Runs once by itself when the page has loaded. */
  readonly autoRun?: boolean
  /** Stands above the switches: the prediction, where a lesson asks for one. */
  readonly children?: ComponentChildren
}

/**
 * @throws Error when there is no such lab; LabError when preset or exposed switches do not fit it. Both fail the build.
 */
export default function LabPanel({ id, title, summary, preset, expose, autoRun = false, children }: LabPanelProps) {
  const runner = useMemo(() => {
    const lab = labOf(id)
    if (lab === undefined) throw new Error(`There is no lab "${id}".`)
    return new LabRunner(presetOf(lab, preset, expose))
  }, [id, preset, expose])
  const lab = runner.preset.shown
  const ready = useSignal(false)
  const feed = useSignal<FeedState>({ kind: 'connecting' })
  const unreachable = useSignal('')
  const phraseNote = useSignal('')
  const permalink = usePermalink(runner)

  useEffect(() => {
    ready.value = true
    if (autoRun) loadWireBody()
    const connection = pageConnection()
    unreachable.value = connection.api.unreachable().message
    const endings = [
      connection.feed.state.subscribe((state) => {
        feed.value = state
      }),
      runner.connect(connection, autoRun),
      onPhrases(id, (sentence) => {
        phraseNote.value = sentence
      }),
    ]
    return () => {
      for (const end of endings) end()
    }
  }, [runner, id, autoRun, ready, feed, unreachable, phraseNote])

  const heading = `lab-${id}-title`
  return (
    <section
      class="lab-panel"
      aria-labelledby={heading}
      onChange={permalink.write}
      onFocusIn={() => makeReady(runner)}
      onPointerEnter={() => makeReady(runner)}
      data-phase={runner.phase.value}
      data-run={runner.figures.value?.run}
    >
      <header>
        <h2 id={heading}>{title ?? lab.title}</h2>
        <p class="lab-summary">{summary ?? lab.summary}</p>
        <ConnectionState state={feed.value} unreachable={unreachable.value} />
      </header>
      {/* Before the script is there a press would be lost: what cannot be pressed yet says so. */}
      <fieldset class="lab-body" disabled={!ready.value}>
        {children}
        <div class="lab-bench">
          <div class="lab-controls">
            <SwitchControls
              idPrefix={`lab-${id}`}
              switches={lab.switches}
              values={runner.switches}
              acts={(name) => lab.acts?.(name, runner.switches.value as never) ?? true}
            />
            {permalink.problems.value.map((problem) => (
              <p class="lab-error" key={problem}>
                {problem} The link you followed holds another value; this switch stays as it was.
              </p>
            ))}
            {runner.model.wanted.value && (
              <p class="lab-note">
                The link you followed points at a unit of a run with these switches: press Run, and it is selected when
                it has passed.
              </p>
            )}
            {!IS_RECORDED_TWIN && lab.needsTls?.(runner.switches.value as never) && <NeedsTls runner={runner} />}
            {!IS_RECORDED_TWIN && hasMiddlebox(runner) && <MiddleboxNote runner={runner} />}
            {runner.lacksLabs.value && <RecordedNote runner={runner} onSwitch={permalink.write} />}
            <div class="lab-run">
              <RunBar
                runner={runner}
                reset={() => {
                  runner.reset()
                  permalink.write()
                }}
              />
              <RunState runner={runner} />
            </div>
            <ScriptLog id={`lab-${id}`} script={runner.model.script} waiting={waitingFor(runner)} />
          </div>
          <div class="lab-wire">
            <WireView model={runner.model} label="The wire" />
            <p class="lab-phrase-note" aria-live="polite">
              {phraseNote}
            </p>
          </div>
          {lab.judged && <RunVerdict runner={runner} />}
          <div class="lab-changed">
            <WhatChanged lab={lab} now={runner.figures.value} before={runner.previous.value} />
          </div>
        </div>
      </fieldset>
      {!IS_RECORDED_TWIN && <Commands lab={lab} values={runner.switches.value} address={runner.address.value} />}
    </section>
  )
}

/** Many pages have no phrases that point at octets, and need not know how. */
function onPhrases(lab: string, say: (sentence: string) => void): () => void {
  if (document.querySelector('.wire-phrase') === null) return () => {}
  const listening = import('./phrases.ts').then(({ listenToPhrases }) => listenToPhrases(lab, say))
  return () => listening.then((end) => end())
}

function waitingFor(runner: LabRunner): string {
  if (runner.running.value) return 'Nothing yet.'
  if (runner.phase.value === 'idle' && runner.figures.value === undefined) {
    return 'Press Run: what the script is told, and when, stands here.'
  }
  return 'This page’s script took no part in this run.'
}

function hasMiddlebox({ switches }: LabRunner): boolean {
  return (switches.value.middlebox ?? 'none') !== 'none'
}
