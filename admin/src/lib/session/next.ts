/** A path, and not the beginning of another host's address. */
const isPath = (text: string): boolean => /^\/(?![/\\])/.test(text);

/** Where to go after signing in: a path of this site, never another one; the dashboard for everything else. */
export function nextPath(asked: string | null): string {
  if (asked === null || !isPath(asked)) return '/';
  try {
    const { origin, pathname, search } = new URL(asked, 'http://here');
    // Dot segments are resolved by now, and may have left slashes at the beginning.
    return origin === 'http://here' && isPath(pathname) ? `${pathname}${search}` : '/';
  } catch {
    return '/';
  }
}
