import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import WireBody from '#site/wire-view/wire-body.tsx'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'
import type { UnitLog } from '#wire/unit-log.ts'
import { CHUNKED, open, passed, REQUEST, RUN } from './traces.ts'

function rendered(model: WireModel): string {
  return renderToString(<WireView model={model} label="The wire of this lab" />)
}

function renderedBody(model: WireModel): string {
  return renderToString(<WireBody model={model} />)
}

/** A model as it is after a frame, without frames. */
function modelOf(...records: Parameters<UnitLog['append']>[0][]): WireModel {
  const model = new WireModel()
  model.begin(RUN)
  for (const record of records) model.log.peek()?.append(record)
  return model
}

describe('on the server', () => {
  test('the empty view says what to do and that it will be live', () => {
    const html = rendered(new WireModel())
    expect(html).toContain('aria-label="The wire of this lab"')
    expect(html).toContain('Press Run')
    expect(html).toContain('LIVE')
    expect(html).not.toContain('role="grid"')
  })

  test('a run has its four views, by role and name', () => {
    const html = renderedBody(
      modelOf(open(1, 0), passed(1, 1, 'client-to-server', REQUEST), passed(1, 2, 'server-to-client', CHUNKED)),
    )
    expect(html).toMatch(/<ul [^>]*aria-label="Connections"/)
    expect(html).toMatch(/role="grid" aria-label="Units" aria-rowcount="3"/)
    expect(html).toMatch(/role="tree" aria-label="Parts"/)
    expect(html).toMatch(/role="grid" aria-label="Octets"/)
  })

  test('octets are shown as text, never as markup', () => {
    const html = renderedBody(
      modelOf(passed(1, 1, 'client-to-server', 'GET /<script>alert(1)</script> HTTP/1.1\r\n\r\n')),
    )
    expect(html).toContain('&lt;script>')
    expect(html).not.toContain('<script>')
  })

  test('a recording says that it is one', () => {
    const model = new WireModel()
    model.begin(RUN, 'recorded')
    expect(rendered(model)).toContain('RECORDED')
  })

  test('rows are named by a sentence, octets by offset, hexadecimal and part', () => {
    const html = renderedBody(modelOf(passed(1, 1, 'client-to-server', REQUEST)))
    expect(html).toMatch(/aria-label="Connection 1: [^"]*from the client/)
    expect(html).toContain('aria-label="octet 0, hex 47, capital G, in method of request"')
  })
})
