export interface MysqlAddress {
  user: string;
  password: string;
  hosts: { host: string; port: number }[];
  database: string;
}

/**
 * `mysql://USER[:PASSWORD]@HOST[:PORT][,HOST[:PORT]…]/DATABASE`. Several hosts are the members of one
 * MySQL-compatible cluster; the WHATWG parser knows one host only, hence this one.
 *
 * @returns undefined when the address is not of that form
 */
export function parseHistoryUrl(url: string): MysqlAddress | undefined {
  const match = /^mysql:\/\/([^:@/]+)(?::([^@/]*))?@([^/@?#]+)\/([\w$-]{1,64})$/.exec(url);
  if (!match) return undefined;
  const [, user = '', password = '', hostList = '', database = ''] = match;
  const hosts = [];
  for (const item of hostList.split(',')) {
    const [, six, name, port = '3306'] =
      /^(?:\[([\da-f:]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(item) ?? [];
    const host = six ?? name;
    if (host === undefined || Number(port) < 1 || Number(port) > 65535) return undefined;
    hosts.push({ host, port: Number(port) });
  }
  try {
    return {
      user: decodeURIComponent(user),
      password: decodeURIComponent(password),
      hosts,
      database,
    };
  } catch {
    return undefined;
  }
}
