/** A wire view for files alone: no lab, no server. */
import { useMemo } from 'preact/hooks'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'
import { FileOpener } from './file-opener.tsx'

export default function CaptureReader() {
  const model = useMemo(() => new WireModel('file'), [])
  return (
    <div class="wire-reader" data-wire-view>
      <FileOpener model={model} />
      <WireView
        model={model}
        label="The capture"
        whenEmpty="Open a file: its connections, units and octets will show here."
      />
    </div>
  )
}
