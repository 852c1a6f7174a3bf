/** Addresses of a database: the same one under another login. */

/** `postgres://`, who logs in, and the rest. Not parsed as a URL: one to a socket has no host. */
const shape = /^(postgres(?:ql)?:\/\/)(?:[^/?]*@)?(.*)$/s;

/** The address with another role and password in the place of what it names, also behind its question mark. */
export function withLogin(url: string, role: string, password: string): string {
  const [, scheme = 'postgres://', rest = ''] = shape.exec(url) ?? [];
  const mark = rest.indexOf('?');
  const place = mark < 0 ? rest : rest.slice(0, mark);
  const given = new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1));
  for (const name of ['user', 'password']) given.delete(name);
  const query = given.size > 0 ? `?${given}` : '';
  return `${scheme}${encodeURIComponent(role)}:${encodeURIComponent(password)}@${place}${query}`;
}
