/** What an HTML validator says of a page, by rules that others wrote (RGAA 8.2). */
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
    rules: {
      // Pages name scripts and styles of their own host alone (their policy forbids all others): what could change such a
      // file could change the page that names it.
      'require-sri': 'off',
    },
  }),
);

/** An attribute that people are read, or that lists names, with a blank before or behind what it says. */
const withBlanks = /\s(?:aria-[a-z]+|alt|title|class|id|for|rel|placeholder)="(?:\s[^"]*|[^"]*\s)"/g;

/**
 * Each fault once, with its place.
 * @param html a whole page, as it was answered or as it stands in the browser
 */
export async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  const lines = html.split('\n');
  const found = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => {
      const text = (lines[line - 1] ?? '').slice(Math.max(0, column - 40), column + 80);
      return `${ruleId}: ${message}: ${text}`;
    }),
  );
  return [...new Set([...found, ...(html.match(withBlanks) ?? []).map((text) => `blank in an attribute:${text}`)])];
}
