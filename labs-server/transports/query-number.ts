/** A number in a request's query. */
import type { Request } from 'express'
import { LabError } from '#labs/lab-error.ts'

/** The whole number that `name` has in the query, or undefined. @throws LabError `LAB_BAD_REQUEST` for anything else. */
export function queryNumber({ query }: Request, name: string): number | undefined {
  const text = query[name]
  if (text === undefined) return undefined
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text)
  throw new LabError('LAB_BAD_REQUEST', `"${name}" is a whole number.`)
}
