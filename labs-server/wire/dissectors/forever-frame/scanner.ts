/**
 * Finds the script elements of a page as its octets come: so much of WHATWG HTML, "Tokenization", as it takes to know where
 * one starts and ends.
 *
 * Rule 1: comments, attribute values in quotes, and the text of elements that hold no elements (a title, a style sheet) may
 *   say "<script>" and start none.
 * Rule 2: a script ends at the first "</script" with a space, a slash or ">" behind it, whatever the script means by it;
 *   unless it says "<!--" and then "<script" before that: the "double escaped" state, which is there for old pages' sake.
 * Rule 3: SVG and MathML, where other rules hold for the same names, are read as if they were HTML.
 */

const TAB = 0x09
const LF = 0x0a
const FF = 0x0c
const CR = 0x0d
const SPACE = 0x20
const BANG = 0x21
const DQUOTE = 0x22
const QUOTE = 0x27
const HYPHEN = 0x2d
const SLASH = 0x2f
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e
const QUESTION = 0x3f

/** A place where one piece of the page ends and the next, of this kind, starts. */
export interface Boundary {
  readonly starts: 'start-tag' | 'script-text' | 'end-tag' | 'markup'
  readonly at: number
}

/** Elements whose text holds no elements; the text of `plaintext` never ends. */
const RAW_TEXT = ['style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript', 'plaintext']

/** Longer names are none of those that matter here. */
const MAX_TELLING_NAME = 10

type State =
  | 'data'
  | 'comment'
  | 'bogus-comment'
  | 'tag'
  | 'raw-text'
  | 'script'
  | 'script-escaped'
  | 'script-double-escaped'

/** Where in a tag: in its name, or in the name or value of an attribute. */
type TagState =
  | 'tag-name'
  | 'before-name'
  | 'name'
  | 'after-name'
  | 'before-value'
  | 'double-quoted'
  | 'single-quoted'
  | 'unquoted'

export class PageScanner {
  /** Octets of whitespace and of comments since it was last set back: what a page may hold only to fill. */
  padding = 0
  #at = 0
  #state: State = 'data'
  #tagState: TagState = 'tag-name'
  /** What follows the tag that is being read. */
  #behindTag: 'data' | 'raw-text' | 'script' | 'markup' = 'data'
  /** The element whose text is being read. */
  #rawText = ''
  /** The first octet of the comment's text. */
  #comment = 0
  /** Hyphens in a row, before the current octet of an escaped script. */
  #hyphens = 0

  /** The next boundary in `octets`, of which there may be more than at the last call; undefined while none has come. */
  next(octets: Uint8Array): Boundary | undefined {
    while (this.#at < octets.length) {
      const before = this.#at
      const boundary = this.#step(octets)
      if (boundary !== undefined) return boundary
      // It takes more octets to go on.
      if (this.#at === before) return undefined
    }
    return undefined
  }

  #step(octets: Uint8Array): Boundary | undefined {
    switch (this.#state) {
      case 'data':
        return this.#data(octets)
      case 'comment':
        return this.#inComment(octets)
      case 'bogus-comment':
        return this.#inBogusComment(octets)
      case 'tag':
        return this.#inTag(octets)
      case 'raw-text':
        return this.#inRawText(octets)
      case 'script':
        return this.#inScript(octets)
      case 'script-escaped':
      case 'script-double-escaped':
        return this.#inEscapedScript(octets)
    }
  }

  #data(octets: Uint8Array): Boundary | undefined {
    let at = this.#at
    for (; at < octets.length && octets[at] !== LESS; at++) if (isSpace(octets[at])) this.padding += 1
    this.#at = at
    return at < octets.length ? this.#tagOpen(octets, at) : undefined
  }

  /** WHATWG HTML, "Tag open state": what starts with the "<" at `at`. */
  #tagOpen(octets: Uint8Array, at: number): Boundary | undefined {
    const next = octets[at + 1]
    if (next === undefined) return undefined
    if (next === BANG) return this.#markupDeclaration(octets, at)
    if (next === QUESTION) this.#enter('bogus-comment', at + 2)
    else if (next === SLASH) {
      const letter = octets[at + 2]
      if (letter === undefined) return undefined
      if (isLetter(letter)) this.#enterTag(at + 2, 'data')
      else this.#enter('bogus-comment', at + 2)
    } else if (isLetter(next)) return this.#startTag(octets, at)
    else this.#at = at + 1
    return undefined
  }

  #markupDeclaration(octets: Uint8Array, at: number): undefined {
    const [first, second] = [octets[at + 2], octets[at + 3]]
    if (first === undefined || (first === HYPHEN && second === undefined)) return undefined
    if (first === HYPHEN && second === HYPHEN) {
      this.#comment = at + 4
      this.#enter('comment', at + 4)
    } else this.#enter('bogus-comment', at + 2)
  }

  #startTag(octets: Uint8Array, at: number): Boundary | undefined {
    const name = tagNameAt(octets, at + 1)
    if (name === undefined) return undefined
    if (name === 'script') {
      this.#enterTag(at + 1 + name.length, 'script')
      return { starts: 'start-tag', at }
    }
    this.#rawText = name
    this.#enterTag(at + 1 + name.length, RAW_TEXT.includes(name) ? 'raw-text' : 'data')
    return undefined
  }

  // "-->" ends a comment, so does "--!>", and so do ">" and "->" at its very start.
  #inComment(octets: Uint8Array): undefined {
    const end = octets.indexOf(GREATER, this.#at)
    if (end === -1) {
      this.#at = octets.length
      return
    }
    const isAt = (text: readonly number[], from: number) =>
      from >= this.#comment && text.every((octet, place) => octets[from + place] === octet)
    const isEnd =
      end === this.#comment ||
      (end === this.#comment + 1 && octets[end - 1] === HYPHEN) ||
      isAt([HYPHEN, HYPHEN], end - 2) ||
      isAt([HYPHEN, HYPHEN, BANG], end - 3)
    this.#at = end + 1
    if (!isEnd) return
    this.padding += end + 1 - (this.#comment - '<!--'.length)
    this.#state = 'data'
  }

  #inBogusComment(octets: Uint8Array): undefined {
    const end = octets.indexOf(GREATER, this.#at)
    this.#at = end === -1 ? octets.length : end + 1
    if (end !== -1) this.#state = 'data'
  }

  #inTag(octets: Uint8Array): Boundary | undefined {
    while (this.#at < octets.length) {
      const octet = octets[this.#at++] ?? 0
      if (octet === GREATER && this.#tagState !== 'double-quoted' && this.#tagState !== 'single-quoted') {
        return this.#endTag()
      }
      this.#tagState = nextTagState(this.#tagState, octet)
    }
    return undefined
  }

  #endTag(): Boundary | undefined {
    if (this.#behindTag === 'script') {
      this.#state = 'script'
      return { starts: 'script-text', at: this.#at }
    }
    this.#state = this.#behindTag === 'raw-text' ? 'raw-text' : 'data'
    return this.#behindTag === 'markup' ? { starts: 'markup', at: this.#at } : undefined
  }

  #inRawText(octets: Uint8Array): undefined {
    const less = octets.indexOf(LESS, this.#at)
    this.#at = less === -1 ? octets.length : less
    if (less === -1) return
    const isEnd = this.#rawText === 'plaintext' ? false : isTagAt(octets, less, SLASH, this.#rawText)
    if (isEnd === undefined) return
    if (isEnd) this.#enterTag(less + 2 + this.#rawText.length, 'data')
    else this.#at = less + 1
  }

  #inScript(octets: Uint8Array): Boundary | undefined {
    const less = octets.indexOf(LESS, this.#at)
    this.#at = less === -1 ? octets.length : less
    if (less === -1) return undefined
    const next = octets[less + 1]
    if (next === BANG) {
      const [first, second] = [octets[less + 2], octets[less + 3]]
      if (first === undefined || (first === HYPHEN && second === undefined)) return undefined
      if (first === HYPHEN && second === HYPHEN) {
        this.#hyphens = 2
        this.#enter('script-escaped', less + 4)
        return undefined
      }
    }
    return this.#endOfScript(octets, less)
  }

  #inEscapedScript(octets: Uint8Array): Boundary | undefined {
    const at = this.#at
    const octet = octets[at]
    if (octet === LESS) return this.#lessInEscapedScript(octets, at)
    this.#at = at + 1
    if (octet === HYPHEN) this.#hyphens += 1
    else {
      if (octet === GREATER && this.#hyphens >= 2) this.#state = 'script'
      this.#hyphens = 0
    }
    return undefined
  }

  #lessInEscapedScript(octets: Uint8Array, at: number): Boundary | undefined {
    const isDouble = this.#state === 'script-double-escaped'
    const turns = isDouble ? isTagAt(octets, at, SLASH, 'script') : isTagAt(octets, at, undefined, 'script')
    if (turns === undefined) return undefined
    if (!turns && !isDouble) {
      const boundary = this.#endOfScript(octets, at)
      if (this.#at > at) this.#hyphens = 0
      return boundary
    }
    if (turns) this.#state = isDouble ? 'script-escaped' : 'script-double-escaped'
    this.#hyphens = 0
    this.#at = turns ? at + (isDouble ? '</script'.length : '<script'.length) + 1 : at + 1
    return undefined
  }

  #endOfScript(octets: Uint8Array, less: number): Boundary | undefined {
    const isEnd = isTagAt(octets, less, SLASH, 'script')
    if (isEnd === undefined) return undefined
    if (!isEnd) {
      this.#at = less + 1
      return undefined
    }
    this.#enterTag(less + '</script'.length, 'markup')
    return { starts: 'end-tag', at: less }
  }

  #enter(state: State, at: number): void {
    this.#state = state
    this.#at = at
  }

  #enterTag(at: number, behind: 'data' | 'raw-text' | 'script' | 'markup'): void {
    this.#behindTag = behind
    this.#tagState = 'tag-name'
    this.#enter('tag', at)
  }
}

/** WHATWG HTML, "Tag name state", "Attribute name state" and those around them. A quote counts only where a value starts. */
function nextTagState(state: TagState, octet: number): TagState {
  switch (state) {
    case 'tag-name':
      return isSpace(octet) || octet === SLASH ? 'before-name' : state
    case 'double-quoted':
      return octet === DQUOTE ? 'before-name' : state
    case 'single-quoted':
      return octet === QUOTE ? 'before-name' : state
    case 'unquoted':
      return isSpace(octet) ? 'before-name' : state
    case 'before-value':
      if (isSpace(octet)) return state
      if (octet === DQUOTE) return 'double-quoted'
      return octet === QUOTE ? 'single-quoted' : 'unquoted'
    default:
      if (octet === SLASH) return 'before-name'
      if (isSpace(octet)) return state === 'before-name' ? state : 'after-name'
      return octet === EQUALS && state !== 'before-name' ? 'before-value' : 'name'
  }
}

/** The name of a tag in lower case, empty when it is none that matters; undefined while it may still become one. */
function tagNameAt(octets: Uint8Array, start: number): string | undefined {
  let name = ''
  for (let at = start; at < start + MAX_TELLING_NAME; at++) {
    const octet = octets[at]
    if (octet === undefined) return undefined
    if (endsName(octet)) return name
    name += String.fromCharCode(octet).toLowerCase()
  }
  return ''
}

/** Whether "<", `sign` if there is one, `name` in any case, and the end of a name stand at `at`; undefined: not yet known. */
function isTagAt(octets: Uint8Array, at: number, sign: number | undefined, name: string): boolean | undefined {
  let place = at + 1
  if (sign !== undefined) {
    if (octets[place] === undefined) return undefined
    if (octets[place++] !== sign) return false
  }
  for (let letter = 0; letter < name.length; letter++, place++) {
    const octet = octets[place]
    if (octet === undefined) return undefined
    if (lowerCase(octet) !== name.charCodeAt(letter)) return false
  }
  const behind = octets[place]
  return behind === undefined ? undefined : endsName(behind)
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet
}

function isLetter(octet: number): boolean {
  return lowerCase(octet) >= 0x61 && lowerCase(octet) <= 0x7a
}

function endsName(octet: number): boolean {
  return isSpace(octet) || octet === SLASH || octet === GREATER
}

function isSpace(octet: number | undefined): boolean {
  return octet === SPACE || octet === TAB || octet === LF || octet === FF || octet === CR
}
