/** The two themes of code blocks, from the palette of `tokens.css`: ink for what is said, weight for keywords, few hues. */

interface Palette {
  readonly paper: string
  readonly ink: string
  readonly soft: string
  readonly keyword: string
  readonly string: string
  readonly number: string
}

/** Neither hue of a direction is used: blue and orange mean client-to-server and server-to-client everywhere. */
const LIGHT: Palette = {
  paper: '#f4f2ec',
  ink: '#1c1f24',
  soft: '#565b64',
  keyword: '#6a3fa0',
  string: '#136c3a',
  number: '#8a1f4d',
}

const DARK: Palette = {
  paper: '#0f1216',
  ink: '#e8e6e1',
  soft: '#a7abb3',
  keyword: '#cdb0ff',
  string: '#77d79c',
  number: '#ff9fc4',
}

function theme(name: string, type: 'light' | 'dark', palette: Palette) {
  const scopes = (scope: readonly string[], foreground: string) => ({ scope: [...scope], settings: { foreground } })
  return {
    name,
    type,
    colors: { 'editor.background': palette.paper, 'editor.foreground': palette.ink },
    settings: [
      { settings: { foreground: palette.ink, background: palette.paper } },
      scopes(['comment', 'punctuation.definition.comment'], palette.soft),
      scopes(['keyword', 'storage', 'keyword.operator.new', 'constant.language'], palette.keyword),
      scopes(['keyword.operator'], palette.ink),
      scopes(['string', 'punctuation.definition.string', 'string.regexp'], palette.string),
      scopes(['constant.numeric'], palette.number),
    ],
  }
}

/** In Starlight's order: dark, then light. */
export const codeThemes = [theme('paper-dark', 'dark', DARK), theme('paper-light', 'light', LIGHT)]
