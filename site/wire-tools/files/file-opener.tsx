/** Opens a capture file by choosing or dropping it, and says how it went. */
import '../buttons.css'
import './files.css'
import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { counted, grouped } from '#site/wire-view/numbers.ts'
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { UnreadableFile } from '#wire/formats/capture.ts'
import { MAX_OCTETS_OPENED } from './laid-out.ts'
import { type OpenedCapture, openCapture } from './open-capture.ts'

type Opening =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly file: File; readonly octets: number; stop(): void }
  | { readonly kind: 'open'; readonly file: File; readonly opened: OpenedCapture }
  | { readonly kind: 'failed'; readonly file: File; readonly sentence: string }

/** The extensions of what is read; what a file is, its octets tell. */
const ACCEPTED = '.pcapng,.pcap,.har,.json,.ntar'

/** One opening at a time for each view, wherever the file was dropped. */
const openings = new WeakMap<WireModel, Signal<Opening>>()

export interface FileOpenerProps {
  readonly model: WireModel
}

export function FileOpener({ model }: FileOpenerProps) {
  const fallback = useSignal<Opening>({ kind: 'none' })
  const opening = openings.get(model) ?? fallback
  openings.set(model, opening)
  const isOver = useSignal(false)
  // Before the script is there a file would be lost: what cannot be used yet says so.
  const ready = useSignal(false)
  useEffect(() => {
    ready.value = true
  }, [ready])
  return (
    <fieldset
      class="wire-opener"
      aria-label="Open a file"
      disabled={!ready.value}
      data-over={isOver.value || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        isOver.value = true
      }}
      onDragLeave={() => {
        isOver.value = false
      }}
      onDrop={(event) => {
        event.preventDefault()
        isOver.value = false
        const file = event.dataTransfer?.files[0]
        if (file) open(model, opening, file)
      }}
    >
      <label class="wire-file">
        Choose a capture file
        <input
          type="file"
          accept={ACCEPTED}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            // The same file can be chosen again.
            currentTarget.value = ''
            if (file) open(model, opening, file)
          }}
        />
      </label>
      <span>
        {' '}
        or drop one here: pcapng or pcap (with TLS keys inside, if it is encrypted), HAR, Chromium NetLog, or a saved
        run. It stays in this page; nothing is sent.
      </span>
      <Told opening={opening.value} />
    </fieldset>
  )
}

function Told({ opening }: { readonly opening: Opening }) {
  switch (opening.kind) {
    case 'none':
      return <p role="status" />
    case 'reading':
      return (
        <p role="status">
          Reading {opening.file.name}{' '}
          <progress
            value={opening.octets}
            max={Math.max(1, opening.file.size)}
            aria-label={`Reading ${opening.file.name}`}
          />{' '}
          <button type="button" onClick={opening.stop}>
            Stop
          </button>
        </p>
      )
    case 'failed':
      return (
        <p role="alert" class="wire-file-problem">
          {opening.file.name} could not be opened. {opening.sentence}
        </p>
      )
    case 'open':
      return <Contents file={opening.file} opened={opening.opened} />
  }
}

const FORMATS = {
  recording: 'a saved run',
  pcapng: 'pcapng',
  pcap: 'pcap',
  har: 'HAR',
  netlog: 'a Chromium NetLog',
} as const

function Contents({ file, opened }: { readonly file: File; readonly opened: OpenedCapture }) {
  const problems = [
    ...opened.problems,
    ...(opened.isCut
      ? [
          `Only the first ${grouped(MAX_OCTETS_OPENED)} octets are shown (maxOctetsOpened); what follows them is counted as gaps.`,
        ]
      : []),
    ...(opened.octets === 'rebuilt'
      ? [
          'The file holds messages and no octets: the octets shown were written anew from them. They say the same, and may not be the same.',
        ]
      : []),
  ]
  return (
    <>
      <p role="status">
        {file.name} is open: {FORMATS[opened.format]}
        {opened.writtenBy !== '' && `, written by ${opened.writtenBy}`}, {counted(file.size, 'octet')}.
      </p>
      {problems.length > 0 && (
        <ul class="wire-file-problems">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Opens a file in a view that has an opener. */
export function openIn(model: WireModel, file: File): void {
  const opening = openings.get(model)
  if (opening !== undefined) open(model, opening, file)
}

/** Begins to open a file in a view; one that is being read there is given up. */
async function open(model: WireModel, opening: Signal<Opening>, file: File): Promise<void> {
  const before = opening.peek()
  if (before.kind === 'reading') before.stop()
  const abort = new AbortController()
  const stop = () => abort.abort()
  opening.value = { kind: 'reading', file, octets: 0, stop }
  const isCurrent = () => {
    const now = opening.peek()
    return now.kind === 'reading' && now.stop === stop
  }
  try {
    const opened = await openCapture(
      model,
      file,
      (octets) => {
        if (isCurrent()) opening.value = { kind: 'reading', file, octets, stop }
      },
      abort.signal,
    )
    if (isCurrent()) opening.value = { kind: 'open', file, opened }
  } catch (error) {
    if (!isCurrent()) return
    if (abort.signal.aborted) opening.value = { kind: 'none' }
    else {
      const sentence = error instanceof UnreadableFile ? error.message : `Something went wrong in the page: ${error}.`
      opening.value = { kind: 'failed', file, sentence }
    }
  }
}
