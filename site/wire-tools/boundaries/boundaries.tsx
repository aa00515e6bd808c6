/** Boundary lanes: the octets of one direction of a connection, ruled by all that cuts them. One of the wire view's tools. */
import '../buttons.css'
import './boundaries.css'
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import { type Choice, exchangeChoices, type StreamChoice, streamChoices, streamShown } from './choices.ts'
import { Figure, type FigureAxis } from './figure.tsx'
import { useRuled } from './ruled.ts'
import { boundariesSentence, observedWords } from './words.ts'

/** What octets that passed at once were, by who saw them. */
const PASSED_AS = {
  server: { 'client-to-server': 'read', 'server-to-client': 'write' },
  browser: { 'client-to-server': 'write', 'server-to-client': 'read' },
  network: { 'client-to-server': 'piece', 'server-to-client': 'piece' },
  nobody: { 'client-to-server': 'none', 'server-to-client': 'none' },
} as const

export default function BoundaryLanes({ state, id }: ToolProps) {
  const { model } = state
  const chosen = useSignal<StreamChoice | undefined>(undefined)
  const exchange = useSignal<number | undefined>(undefined)
  const axis = useSignal<FigureAxis>('octets')
  const contentOnly = useSignal(true)
  // What is selected later, here or in another view, is what the reader looks at.
  useEffect(() => model.selection.subscribe(() => (chosen.value = undefined)), [model])

  model.settled.value
  const index = state.seen.peek()?.index
  const shown = streamShown(index, chosen.value, model.selection.value)
  const scope = useMemo(
    () =>
      shown && {
        ...shown,
        contentOnly: contentOnly.value,
        passedAs: PASSED_AS[model.observer][shown.direction],
        ...(exchange.value !== undefined && { exchange: exchange.value }),
      },
    [shown?.connection, shown?.direction, exchange.value, contentOnly.value, model.observer],
  )
  const ruled = useRuled(state, scope)
  // What is counted and compared is content, whatever is shown: framing lies on no boundary of the script.
  const whole = scope?.contentOnly === false
  const contentScope = useMemo(() => (whole ? { ...scope, contentOnly: true } : undefined), [scope])
  const content = useRuled(state, contentScope) ?? ruled
  const sentence = useMemo(() => content && boundariesSentence(content), [content])
  useEffect(() => {
    exchange.value = undefined
  }, [shown?.connection])

  if (index === undefined || shown === undefined || scope === undefined || ruled === undefined) {
    return <p class="wire-quiet">No octets have passed yet.</p>
  }
  const hasContent = ruled.content.length > 0
  const exchanges = exchangeChoices(index, shown.connection)

  return (
    <div class="boundaries" data-direction={shown.direction}>
      <div class="boundaries-choices">
        <Select
          label="Octets of"
          choices={streamChoices(index)}
          isChosen={(choice) => choice.connection === shown.connection && choice.direction === shown.direction}
          choose={(choice) => {
            chosen.value = choice
          }}
        />
        {exchanges.length > 2 && (
          <Select
            label="Exchange"
            choices={exchanges}
            isChosen={(choice) => choice.exchange === exchange.value}
            choose={(choice) => {
              exchange.value = choice.exchange
            }}
          />
        )}
        <AxisChoice axis={axis} id={id} />
        <label>
          <input
            type="checkbox"
            checked={contentOnly.value && hasContent}
            disabled={!hasContent}
            onChange={(event) => {
              contentOnly.value = event.currentTarget.checked
            }}
          />{' '}
          content only
        </label>
      </div>
      <p class="boundaries-sentence">{sentence}</p>
      <Figure {...{ state, id, scope }} boundaries={ruled} axis={axis.value} />
      <p class="boundaries-note">
        A line from lane to lane: both have a boundary there; dotted, it goes through a lane that has none. A stub: only
        the one has. {observedWords(model.observer, shown.direction)}
        {ruled.unplaced > 0 &&
          ` ${ruled.unplaced} of the script’s events are not ruled: it cannot be told which octets they brought.`}
      </p>
    </div>
  )
}

interface SelectProps<Of extends Choice> {
  readonly label: string
  readonly choices: readonly Of[]
  readonly isChosen: (choice: Of) => boolean
  readonly choose: (choice: Of) => void
}

function Select<Of extends Choice>({ label, choices, isChosen, choose }: SelectProps<Of>) {
  return (
    <label>
      {label}{' '}
      <select
        value={choices.find(isChosen)?.key}
        onChange={(event) => {
          const choice = choices.find(({ key }) => key === event.currentTarget.value)
          if (choice !== undefined) choose(choice)
        }}
      >
        {choices.map(({ key, text }) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function AxisChoice({ axis, id }: { readonly axis: Signal<FigureAxis>; readonly id: string }) {
  return (
    <fieldset>
      <legend class="wire-hidden">Axis</legend>
      {(['octets', 'time'] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={`${id}-axis`}
            checked={axis.value === each}
            onChange={() => {
              axis.value = each
            }}
          />{' '}
          {each}
        </label>
      ))}
    </fieldset>
  )
}
