/** A wire view for files alone: no lab, no server. */
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'
import { ExampleList } from './example-list.tsx'
import { FileOpener, openIn } from './file-opener.tsx'

export default function CaptureReader() {
  const model = useMemo(() => new WireModel('file'), [])
  const open = useCallback((file: File) => openIn(model, file), [model])
  const dropped = model.dropped.value
  useEffect(() => {
    if (dropped !== undefined) open(dropped)
  }, [dropped, open])
  return (
    <div class="wire-reader" data-wire-view>
      <FileOpener model={model} />
      <ExampleList open={open} />
      <WireView
        model={model}
        label="The capture"
        whenEmpty="Open a file: its connections, units and octets will show here."
      />
    </div>
  )
}
