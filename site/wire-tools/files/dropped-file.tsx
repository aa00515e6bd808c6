/** Opens what was dropped on a lab's wire view, and says how it went. */
import { useEffect } from 'preact/hooks'
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { FileOpener, openIn } from './file-opener.tsx'

export default function DroppedFile({ model }: { readonly model: WireModel }) {
  const file = model.dropped.value
  useEffect(() => {
    if (file !== undefined) openIn(model, file)
  }, [model, file])
  return <FileOpener model={model} />
}
