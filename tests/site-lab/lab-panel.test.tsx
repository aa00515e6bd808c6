/** The panel as the server writes it: complete before any script, by role and name. */
import { render } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import Exercise from '#site/exercise/exercise.tsx'
import LabPanel from '#site/lab/lab-panel.tsx'
import Prediction, { comparison } from '#site/lab/prediction.tsx'

const PREDICT = {
  question: 'How many connections will six requests take?',
  outcome: 'connections',
  options: [
    { value: 'one', label: 'One for all' },
    { value: 'each', label: 'One for each' },
  ],
}
const html = render(
  <LabPanel id="keep-alive" preset={{ requests: 12 }}>
    <Prediction lab="keep-alive" lesson="http/keep-alive" predict={PREDICT} />
  </LabPanel>,
)

/** The first start tag that has all of these attributes. */
function tag(of: string, ...attributes: readonly string[]): string | undefined {
  return of.match(/<[a-z0-9]+[^>]*>/g)?.find((found) => attributes.every((attribute) => found.includes(attribute)))
}

describe('the panel', () => {
  test('is a region named by its lab', () => {
    expect(tag(html, '<section', 'aria-labelledby="lab-keep-alive-title"')).toBeDefined()
    expect(html).toContain('<h2 id="lab-keep-alive-title">One connection, many requests</h2>')
  })

  test('a toggle is a switch, named by its label and described by its help', () => {
    expect(tag(html, 'role="switch"', 'checked', 'aria-describedby="lab-keep-alive-keepAlive-help"')).toBeDefined()
    expect(html).toMatch(/role="switch"[^>]*\/?><span>Keep-alive<\/span><\/label>/)
    expect(html).toContain('id="lab-keep-alive-keepAlive-help"')
  })

  test('a choice is a radiogroup, at its preset', () => {
    expect(tag(html, 'role="radiogroup"', 'aria-labelledby="lab-keep-alive-order-label"')).toBeDefined()
    expect(tag(html, 'type="radio"', 'value="sequence"', ' checked')).toBeDefined()
    expect(tag(html, 'type="radio"', 'value="parallel"')).not.toContain(' checked')
  })

  test('a range is a slider with its number and unit', () => {
    expect(tag(html, 'type="range"', 'id="lab-keep-alive-requests"', 'value="12"', 'max="40"')).toBeDefined()
    expect(tag(html, 'type="number"', 'aria-label="Requests, typed"', 'value="12"')).toBeDefined()
    expect(tag(html, 'aria-valuetext="100 ms"')).toBeDefined()
  })

  test('has buttons named Run, Stop and Reset; Stop is idle', () => {
    expect(html.match(/<button[^>]*>(Run|Stop|Reset)<\/button>/g)).toHaveLength(3)
    expect(html).toMatch(/<button[^>]*aria-disabled="true"[^>]*>Stop</)
    expect(html).toMatch(/<button[^>]*aria-disabled="false"[^>]*>Run</)
  })

  test('asks first, in a radiogroup named by the question, with a way not to answer', () => {
    expect(html.indexOf(PREDICT.question)).toBeLessThan(html.indexOf('role="switch"'))
    expect(tag(html, 'role="radiogroup"', 'aria-labelledby="lab-keep-alive-prediction"')).toBeDefined()
    expect(html).toContain('I’d rather just look')
  })

  test('shows the switches a lesson exposes and no others, in its order', () => {
    const exposed = render(<LabPanel id="keep-alive" expose={['keepAlive', 'requests']} />)
    expect(exposed).not.toContain('Round-trip time')
    expect(exposed.indexOf('Keep-alive</span>')).toBeLessThan(exposed.indexOf('>Requests</label>'))
  })

  test('names no id twice', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('every id that is referred to is there', () => {
    const referred = [...html.matchAll(/(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"/g)]
    for (const [, ids = ''] of referred) for (const id of ids.split(' ')) expect(html).toContain(`id="${id}"`)
  })

  test('a lab that does not exist fails the build with a sentence', () => {
    expect(() => render(<LabPanel id="colour" />)).toThrow('There is no lab "colour".')
  })
})

describe('the comparison of a prediction with what happened', () => {
  test.each([
    ['each', 'one', 'You said “One for each”; it was “One for all”.'],
    ['one', 'one', 'You said “One for all”, and so it was.'],
    [undefined, 'one', 'It was “One for all”.'],
    ['just-look', 'each', 'It was “One for each”.'],
  ])('of %j with %j', (choice, value, sentence) => {
    expect(comparison(PREDICT, choice, value)).toBe(sentence)
  })
})

describe('an exercise', () => {
  const exercise = render(
    <Exercise
      id="ten-on-one"
      lab="keep-alive"
      lesson="http/keep-alive"
      check="ten-on-one"
      title="Ten on one"
      hints={['Look at the connections.', 'Set Order.']}
    >
      <p>Fetch ten images over one connection.</p>
    </Exercise>,
  )

  test('says that it is not tried yet, where a verdict will be announced', () => {
    expect(exercise).toMatch(/<p role="status"><strong>Not tried yet\.<\/strong>/)
    expect(exercise).toContain('<p>Fetch ten images over one connection.</p>')
  })

  test('keeps its hints closed until they are asked for', () => {
    expect(exercise).toContain('Hint 1 of 2')
    expect(exercise).not.toContain('Look at the connections.')
  })
})
