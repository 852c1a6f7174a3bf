/** How the pages look that are shown before the admin is there: colours as tokens, in light and dark, and the one style sheet made of them. */

export interface Palette {
  readonly background: string;
  /** Of the link past the head. */
  readonly surface: string;
  readonly text: string;
  /** Of what steps back: units, zeros, remarks. */
  readonly muted: string;
  /** Lines that only part rows: nothing is told by them alone. */
  readonly line: string;
  /** Links, the mark, the focus ring. */
  readonly accent: string;
}

/** Texts have 4.5 : 1 and more against both grounds in each palette; a test computes it. */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    background: '#f6f7f4',
    surface: '#ffffff',
    text: '#1b2420',
    muted: '#5b6660',
    line: '#dde2dc',
    accent: '#0a664b',
  },
  dark: {
    background: '#111614',
    surface: '#19201d',
    text: '#e4eae6',
    muted: '#9eaaa3',
    line: '#2f3a35',
    accent: '#79d3b0',
  },
};

const tokens = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

export const style = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; ${tokens(palettes.light)} }
@media (prefers-color-scheme: dark) { :root { ${tokens(palettes.dark)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); }
header, main, footer { max-width: 80rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 2rem; padding-block: 1.25rem; }
header p { margin: 0; font-weight: 650; letter-spacing: -.01em; }
.mark { width: 1.25rem; height: 1.25rem; margin-inline-end: .5rem; vertical-align: -.2rem; fill: var(--accent); }
main { padding-block: 1rem 3rem; }
main:focus { outline: none; }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .25rem 2rem; }
h1 { margin: 0; font-size: clamp(1.75rem, 5vw, 2.375rem); line-height: 1.2; letter-spacing: -.02em; font-weight: 680; }
.lead { margin: .5rem 0 1.75rem; max-width: 44rem; color: var(--muted); }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: 1rem; top: .5rem; padding: .5rem 1rem; background: var(--surface); }
.skip:not(:focus) { width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0; margin: 0; list-style: none; font-size: .9375rem; }
nav a, nav span, .refresh { display: inline-block; min-height: 1.75rem; min-width: 1.75rem; line-height: 1.75rem; }
nav span { font-weight: 650; }
@media (forced-colors: active) { .mark { fill: LinkText; } }
`;
