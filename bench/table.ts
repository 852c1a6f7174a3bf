/** A table in Markdown; numbers to the right, with thin spaces between thousands. */
export function markdownTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string =>
    typeof value === 'number' ? new Intl.NumberFormat('en').format(value).replaceAll(',', ' ') : value;
  const right = head.map((_, i) =>
    rows.every((row) => typeof row[i] === 'number' || /^[\d.]+( %)?$/.test(String(row[i]))),
  );
  return [
    `| ${head.join(' | ')} |`,
    `|${right.map((r) => (r ? '---:' : '---')).join('|')}|`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');
}
