/** The run as a file, in each format there is. */
import { useSignal } from '@preact/signals'
import { labOf } from '#labs/index.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { EXPORT_FORMATS, type ExportFormat } from '#wire/formats/export.ts'
import type { ExportedRun } from '#wire/formats/exported-run.ts'

export function SaveAs({ state, id }: ToolProps) {
  const told = useSignal('')
  const save = async (format: ExportFormat) => {
    try {
      const run = await exportedRun(state.model)
      if (run === undefined) return
      const name = `${fileName(run)}${format.extension}`
      download(name, new Blob([...format.pieces(run)] as BlobPart[], { type: format.mediaType }))
      told.value = `Saved as ${name}.`
    } catch (error) {
      told.value = `The run could not be saved as ${format.title}: ${(error as Error).message}.`
    }
  }
  return (
    <section aria-labelledby={`${id}-save`}>
      <h4 id={`${id}-save`}>Save this run</h4>
      <ul class="wire-formats">
        {EXPORT_FORMATS.map((format) => (
          <li key={format.id}>
            <button type="button" onClick={() => save(format)}>
              {format.title}
            </button>
            <span>{format.use}</span>
          </li>
        ))}
      </ul>
      <p role="status">{told.value}</p>
    </section>
  )
}

/** With every layer: who only looked at HTTP/1.1 may save more. */
async function exportedRun({ log, script, origin }: WireModel): Promise<ExportedRun | undefined> {
  await import('#wire/dissectors/all.ts')
  const shown = log.peek()
  if (shown === undefined) return undefined
  const { run } = shown.trace
  return {
    log: shown.lacksLayers ? shown.reread() : shown,
    title: labOf(run.lab)?.title ?? 'A run',
    browser: origin.peek() === 'live' ? navigator.userAgent : '',
    script: script.events,
    octets: origin.peek() === 'rebuilt' ? 'rebuilt' : 'observed',
  }
}

/** `message-end-2026-11-22-18-04-05`. */
function fileName({ log }: ExportedRun): string {
  const { lab, startedAt } = log.trace.run
  const at = new Date(startedAt).toISOString().slice(0, 19).replace(/[T:]/g, '-')
  return `${lab === '' ? 'run' : lab}-${at}`
}

function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  // The download has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
