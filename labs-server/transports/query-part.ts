/** The part of a message that a request carries, as its query says. */
import type { Request } from 'express'
import { LabError } from '#labs/lab-error.ts'
import type { Part } from '../mailbox/inbox.ts'
import { queryNumber } from './query-number.ts'

/** `part=2&of=3`; undefined without either. @throws LabError `LAB_BAD_REQUEST` for one without the other. */
export function queryPart(request: Request): Part | undefined {
  const part = queryNumber(request, 'part')
  const of = queryNumber(request, 'of')
  if (part === undefined && of === undefined) return undefined
  if (part === undefined || of === undefined)
    throw new LabError('LAB_BAD_REQUEST', 'A part says which "part" it is, "of" how many.')
  return { part, of }
}
