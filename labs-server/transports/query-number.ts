/** A number in a request's query, or in a field of it. */
import type { Request } from 'express'
import { LabError } from '#labs/lab-error.ts'

/** The whole number that `name` has in the query, or undefined. @throws LabError `LAB_BAD_REQUEST` for anything else. */
export function queryNumber({ query }: Request, name: string): number | undefined {
  return wholeNumber(query[name], name)
}

/** The whole number that was said of `name`; undefined when nothing was. @throws LabError `LAB_BAD_REQUEST` for anything else. */
export function wholeNumber(text: unknown, name: string): number | undefined {
  if (text === undefined) return undefined
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text)
  throw new LabError('LAB_BAD_REQUEST', `"${name}" is a whole number.`)
}
