/** Numbers as they are said: `seventeen`, `two hundred and one`. */

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** Whole numbers below a million in words; others in digits, which screen readers say well. */
export function inWords(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= 1_000_000) return String(number)
  if (number < 20) return SMALL[number] as string
  if (number < 100) {
    const tens = TENS[Math.floor(number / 10) - 2]
    return number % 10 === 0 ? `${tens}` : `${tens}-${SMALL[number % 10]}`
  }
  if (number < 1000) return withRest(`${inWords(Math.floor(number / 100))} hundred`, number % 100)
  return withRest(`${inWords(Math.floor(number / 1000))} thousand`, number % 1000)
}

function withRest(start: string, rest: number): string {
  if (rest === 0) return start
  return rest < 100 ? `${start} and ${inWords(rest)}` : `${start} ${inWords(rest)}`
}

/** `1 octet`, `27 octets`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}

/** `one octet`, `twenty-seven octets`. */
export function countedInWords(count: number, noun: string): string {
  return `${inWords(count)} ${count === 1 ? noun : `${noun}s`}`
}
