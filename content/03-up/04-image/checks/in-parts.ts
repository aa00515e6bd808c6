/** Passes when every part of a message that needed more than one address was answered. */
import { keysOf, type Messages, messagesOf } from '../../../messages.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

const PART = /[?&]number=(\d+)&part=(\d+)&of=(\d+)/

export const check = benchCheck({ up: 'image' }, '"Image whose address says it" as the way up', ({ log }) => {
  const images = messagesOf(log).filter(({ target }) => PART.test(target))
  if (images.length === 0) return notYet('No image has been asked for in this run.')
  const inParts = Map.groupBy(
    images.filter((image) => partOf(image).of > 1),
    (image) => partOf(image).number,
  )
  if (inParts.size === 0) return notYet('Every message fitted into one address.', keysOf(images.slice(0, 1)))
  for (const [number, parts] of inParts) {
    const { of } = partOf(parts[0] as Messages)
    const came = new Set(parts.filter(({ status }) => status === 200).map((image) => partOf(image).part)).size
    if (came === of)
      return passed(`Message ${number} went up in ${of} parts, and all of them were answered.`, keysOf(parts))
  }
  return notYet(
    'A message was sent in parts, but not all of them have been answered.',
    keysOf([...inParts.values()].flat()),
  )
})

function partOf({ target }: Messages): { number: number; part: number; of: number } {
  const [, number, part, of] = PART.exec(target) ?? []
  return { number: Number(number), part: Number(part), of: Number(of) }
}
