/** Save and share: a run as a file, a link to what is selected, the commands that do it again, and files to open. */
import '../buttons.css'
import './files.css'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import { Again } from './again.tsx'
import { FileOpener } from './file-opener.tsx'
import { Link } from './link.tsx'
import { SaveAs } from './save-as.tsx'

export default function SaveAndShare({ state, id }: ToolProps) {
  return (
    <div class="wire-tool-body">
      <SaveAs state={state} id={id} />
      <Link state={state} id={id} />
      <Again state={state} id={id} />
      {state.model.home !== 'file' && (
        <section aria-labelledby={`${id}-open`}>
          <h4 id={`${id}-open`}>Open a file in this view</h4>
          <FileOpener model={state.model} />
        </section>
      )}
    </div>
  )
}
