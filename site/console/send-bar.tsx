/** Sends pieces, and ends the connection in one of its three ways. */
import { MAX_PAUSE_MS, type RawConsoleModel } from './raw-console-model.ts'

export function SendBar({ model }: { readonly model: RawConsoleModel }) {
  const link = model.link.value
  const { length } = model.parsed.value.pieces
  const next = model.next.value
  const sendingAll = model.sendingAll.value
  const isOpen = link === 'open' || link === 'half'
  const mayConnect = link === 'none' || link === 'open'
  const maySendPiece = mayConnect && !sendingAll && next < length
  const maySend = mayConnect && !sendingAll
  return (
    <div class="console-send">
      <div class="console-buttons">
        <Press class="lab-primary" may={maySendPiece} press={() => model.sendNext()}>
          {length > 0 && next >= length
            ? 'All pieces are sent'
            : `Send piece ${Math.min(next + 1, length)} of ${length}`}
        </Press>
        {sendingAll ? (
          <Press may press={() => model.stopSending()}>
            Stop sending
          </Press>
        ) : (
          <Press may={maySend && length > 0} press={() => model.sendAll()}>
            Send all
          </Press>
        )}
        <label class="console-pause">
          with a pause of
          <input
            type="number"
            min={0}
            max={MAX_PAUSE_MS}
            step={50}
            value={model.pauseMs.value}
            onInput={({ currentTarget: { valueAsNumber } }) => {
              if (valueAsNumber >= 0 && valueAsNumber <= MAX_PAUSE_MS) model.pauseMs.value = valueAsNumber
            }}
          />
          ms
        </label>
        <Press may={maySend && model.selected.value !== ''} press={() => model.sendText(model.selected.peek())}>
          Send what is selected
        </Press>
        {next > 0 && (
          <button
            type="button"
            class="lab-quiet"
            onClick={() => {
              model.next.value = 0
            }}
          >
            Back to piece 1
          </button>
        )}
      </div>
      <div class="console-buttons">
        <Press may={link === 'none'} press={() => model.open()}>
          Connect
        </Press>
        <Press may={link === 'open'} press={() => model.sayNoMore()}>
          Say no more
        </Press>
        <Press may={isOpen} press={() => model.close()}>
          Close
        </Press>
        <Press may={isOpen} press={() => model.breakOff()}>
          Break off
        </Press>
      </div>
      <p class="console-state">{stateOf(model)}</p>
      <p class="console-said" role="status">
        {model.said}
      </p>
    </div>
  )
}

interface PressProps {
  readonly class?: string
  readonly may: boolean
  readonly children: string
  press(): void
}

/** aria-disabled, not disabled: a button that vanished from under the keyboard would lose the reader's place. */
function Press({ may, press, children, class: kind }: PressProps) {
  return (
    <button type="button" class={kind} aria-disabled={!may} onClick={() => may && press()}>
      {children}
    </button>
  )
}

function stateOf({ link, ends }: RawConsoleModel): string {
  switch (link.value) {
    case 'none':
      return 'No connection. The first piece opens one.'
    case 'opening':
      return 'Connecting …'
    case 'open':
      return `Connected, from ${ends.value?.client} to ${ends.value?.server}.`
    case 'half':
      return 'You have said that no more will come (FIN). What the labs still send is read.'
  }
}
