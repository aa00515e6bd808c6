/** What every check and every outcome of a prediction keeps to: its own lab's run, with something on the wire. */
import type { Check, Evidence, Outcome, Verdict } from '#labs/check.ts'

/** A check of this lab: it never passes on another lab's run, nor before the first octet. */
export function checkOf(lab: string, judge: Check): Check {
  return (evidence) => {
    if (evidence.lab !== lab) return notYet(`This exercise looks at the lab "${lab}".`)
    if (evidence.log.trace.connections.length === 0) return notYet('Nothing has crossed the wire yet.')
    return judge(evidence)
  }
}

/** A prediction's outcome in this lab; undefined until its script has ended. */
export function outcomeOf(lab: string, tell: Outcome): Outcome {
  return (evidence: Evidence) => (evidence.lab === lab && evidence.finished ? tell(evidence) : undefined)
}

/** Not passed, and why, in the figures and octets of this run. */
export function notYet(sentence: string, units: readonly string[] = []): Verdict {
  return { passed: false, sentence, units }
}

/** Passed, by these units. */
export function passed(sentence: string, units: readonly string[]): Verdict {
  return { passed: true, sentence, units }
}

/** A number with its noun: `1 connection`, `6 connections`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Which ways of the bench a lesson is about. */
export interface Ways {
  readonly down?: string
  readonly up?: string
}

/** A check of the bench with these ways: it passes on no run of another one. `named` is what the lesson calls them. */
export function benchCheck(ways: Ways, named: string, judge: Check): Check {
  return checkOf('bench', (evidence) => {
    const { switches } = evidence
    const isOther = Object.entries(ways).some(([way, id]) => switches[way] !== id)
    return isOther
      ? notYet(`This run used other ways: ${switches.down} down, ${switches.up} up. Choose ${named}.`)
      : judge(evidence)
  })
}
