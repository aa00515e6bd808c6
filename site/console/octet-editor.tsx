/** What is to be sent: a text in pieces, and how it is read. */
import { useRef } from 'preact/hooks'
import { counted } from '#site/wire-view/numbers.ts'
import { visibleText } from '#site/wire-view/octet-names.ts'
import type { RawConsoleModel } from './raw-console-model.ts'
import { READY_TEXTS } from './ready-texts.ts'

/** Pieces that are listed. */
const MAX_LISTED = 30

interface OctetEditorProps {
  readonly id: string
  readonly model: RawConsoleModel
}

export function OctetEditor({ id, model }: OctetEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const { problems } = model.parsed.value
  return (
    <div class="console-editor">
      <div class="console-row">
        <ReadyTexts id={id} model={model} />
        <label class="console-file">
          Add a file as a piece
          <input
            type="file"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0]
              // The same file can be chosen again.
              currentTarget.value = ''
              if (file) model.addFile(file)
            }}
          />
        </label>
      </div>
      <label class="console-label" for={`${id}-text`}>
        Octets to send
      </label>
      <textarea
        ref={area}
        id={`${id}-text`}
        class="console-text"
        rows={14}
        wrap="off"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}-how`}
        value={model.text.value}
        onInput={({ currentTarget }) => {
          model.text.value = currentTarget.value
        }}
        onSelect={({ currentTarget: { value, selectionStart, selectionEnd } }) => {
          model.selected.value = value.slice(selectionStart, selectionEnd)
        }}
      />
      <div class="console-problems" aria-live="polite">
        {problems.slice(0, 3).map((problem) => (
          <p class="lab-error" key={problem}>
            {problem}
          </p>
        ))}
      </div>
      <Notation id={id} model={model} />
      <PieceList id={id} model={model} />
    </div>
  )
}

function ReadyTexts({ id, model }: OctetEditorProps) {
  return (
    <div class="console-ready">
      <label for={`${id}-ready`}>Start from</label>
      <select
        id={`${id}-ready`}
        value={model.ready.value}
        disabled={model.labsPort.value === undefined}
        onChange={({ currentTarget }) => model.put(currentTarget.value)}
      >
        {READY_TEXTS.map(({ id: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {model.replaced.value !== undefined && (
        <button type="button" class="lab-quiet" onClick={() => model.bringBack()}>
          Bring back your own text
        </button>
      )}
    </div>
  )
}

function Notation({ id, model }: OctetEditorProps) {
  const hex = model.hex.value
  return (
    <div class="console-notation">
      <div class="lab-options" role="radiogroup" aria-label="Written as">
        {[false, true].map((value) => (
          <label key={String(value)}>
            <input type="radio" name={`${id}-notation`} checked={hex === value} onChange={() => model.writeAs(value)} />
            {value ? 'Hexadecimal' : 'Text'}
          </label>
        ))}
      </div>
      {!hex && (
        <label class="lab-switch-label">
          <input
            type="checkbox"
            role="switch"
            checked={model.crlf.value}
            aria-checked={model.crlf.value}
            onChange={({ currentTarget }) => {
              model.crlf.value = currentTarget.checked
            }}
          />
          Line breaks are sent as CRLF
        </label>
      )}
      <p class="lab-help" id={`${id}-how`}>
        {hex ? (
          <>
            Pairs of hexadecimal digits; what follows <code>#</code> is a comment. A line <code>---</code> ends a piece.
          </>
        ) : (
          <>
            HTTP/1.1 ends its lines with CRLF; off, each line break is a single LF. A line that ends in <code>\</code>{' '}
            sends none. <code>\r</code> <code>\n</code> <code>\t</code> <code>\0</code> <code>\\</code>{' '}
            <code>\x7f</code> stand for one octet each. A line <code>---</code> ends a piece.
          </>
        )}
      </p>
    </div>
  )
}

function PieceList({ id, model }: OctetEditorProps) {
  const { pieces } = model.parsed.value
  if (pieces.length === 0) return null
  const next = model.next.value
  return (
    <div class="console-pieces">
      <h3 id={`${id}-pieces`}>{counted(pieces.length, 'piece')}, as they will be sent</h3>
      <ol aria-labelledby={`${id}-pieces`}>
        {pieces.slice(0, MAX_LISTED).map((piece, index) => (
          <li key={index} aria-current={index === next ? 'step' : undefined} data-sent={index < next || undefined}>
            <span class="console-piece-size">{counted(piece.length, 'octet')}</span>
            <code>{visibleText(piece, 60)}</code>
            <span class="console-piece-state">{index < next ? 'sent' : index === next ? 'next' : ''}</span>
          </li>
        ))}
        {pieces.length > MAX_LISTED && <li>and {pieces.length - MAX_LISTED} more</li>}
      </ol>
    </div>
  )
}
