/** The one cut of a run: any connection may be lost until it is known which carries the way down. */
import { describe, expect, test } from 'vitest'
import type { CutHow } from '#labs/path-options.ts'
import { Cut } from '#labs-server/path/cut.ts'

class Path {
  octetsDown = 0
  lostBy: CutHow | undefined
  lose(how: CutHow): void {
    this.lostBy = how
  }
  /** So many octets go down, as far as the cut lets them. */
  down(cut: Cut, octets: number): void {
    this.octetsDown += cut.roomDown(this, octets)
    cut.wentDown(this)
  }
}

describe('after so many octets', () => {
  test('the first connection to carry them is lost behind the last of them', () => {
    const cut = new Cut({ how: 'reset', afterOctets: 100 })
    const [one, other] = [new Path(), new Path()]
    one.down(cut, 60)
    other.down(cut, 150)
    expect(other).toMatchObject({ octetsDown: 100, lostBy: 'reset' })
    one.down(cut, 150)
    expect(one).toMatchObject({ octetsDown: 210, lostBy: undefined })
  })

  test('a connection that is not the way down is spared, however much it carries', () => {
    const cut = new Cut({ how: 'close', afterOctets: 100 })
    const [down, up] = [new Path(), new Path()]
    cut.carriesDown(down)
    up.down(cut, 500)
    expect(up).toMatchObject({ octetsDown: 500, lostBy: undefined })
    down.down(cut, 100)
    expect(down.lostBy).toBe('close')
  })
})
