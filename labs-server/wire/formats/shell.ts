/** Words of a POSIX shell command (IEEE 1003.1, XCU): whatever is in them, the shell takes them as they are. */

/** One word: within single quotes nothing is special but the quote itself (XCU section 2.2.2). */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A word that needs no quotes stays readable. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text)
}

/**
 * Whether a terminal hands `text` to its shell as it stands when it is pasted: an escape sequence may end the pasting, ^C the
 * line, and what follows would be commands; a CR is taken for LF, a tab for a question; and what cannot be seen, nobody can check.
 */
export function isPasteable(text: string): boolean {
  return !/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u.test(text)
}

const PERCENT = 0x25
const BACKSLASH = 0x5c
const DASH = 0x2d

/**
 * Octets as the format of `printf`, quoted: printable ASCII as it stands, CR and LF by name, all else in three octal digits
 * (XCU, printf; `$'...'` and hexadecimal are not in every shell).
 */
export function printfFormat(octets: Uint8Array): string {
  let format = ''
  for (const [at, octet] of octets.entries()) {
    if (octet === PERCENT) format += '%%'
    else if (octet === BACKSLASH) format += '\\\\'
    else if (octet === 0x0d) format += '\\r'
    else if (octet === 0x0a) format += '\\n'
    // A dash in front would begin an option.
    else if (octet < 0x20 || octet > 0x7e || (octet === DASH && at === 0)) format += octal(octet)
    else format += String.fromCharCode(octet)
  }
  return quoted(format)
}

function octal(octet: number): string {
  return `\\${octet.toString(8).padStart(3, '0')}`
}
