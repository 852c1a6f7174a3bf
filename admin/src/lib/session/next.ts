/** Where to go after signing in: a path of this site, never another one; the dashboard for everything else. */
export function nextPath(asked: string | null): string {
  if (asked === null || !/^\/(?![/\\])/.test(asked)) return '/';
  try {
    const { origin, pathname, search } = new URL(asked, 'http://here');
    return origin === 'http://here' ? `${pathname}${search}` : '/';
  } catch {
    return '/';
  }
}
