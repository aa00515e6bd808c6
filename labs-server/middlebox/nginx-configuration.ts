/** The configuration that nginx is started with: written anew for every set of directives, and shown as it is. */
import type { NginxDirectives } from '#labs/middlebox-options.ts'

/** Where nginx listens, in its own folder. */
export const NGINX_SOCKET = 'nginx.sock'

/** From this version on nginx keeps connections to servers open by itself, for whoever comes next. */
const KEEPS_CONNECTIONS_SINCE = [1, 29, 7]

/** `labsPort` is where the labs listen for the middlebox; `version` is nginx's own: `1.22.1`. */
export function nginxConfiguration(directives: NginxDirectives, labsPort: number, version: string): string {
  const { buffering, requestBuffering, httpVersion, readTimeoutMs, gzip, upgrade } = directives
  const onOff = (isOn: boolean) => (isOn ? 'on' : 'off')
  const passed = [
    `proxy_http_version ${httpVersion};`,
    ...(upgrade
      ? ['proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection $http_connection;']
      : httpVersion === '1.1'
        ? ['proxy_set_header Connection "";']
        : []),
  ]
  const compressed = gzip ? ['gzip on;', 'gzip_types *;', 'gzip_min_length 1;'] : ['gzip off;']
  // Connections to the labs belong to one run each, so none is kept for another.
  const kept = isSince(version, KEEPS_CONNECTIONS_SINCE) ? '    keepalive 0;\n' : ''
  return `daemon off;
master_process off; # One process: when it is ended, nothing stays.
pid nginx.pid;
error_log stderr warn;

events {
  worker_connections 1024;
}

http {
  access_log off;
  client_body_temp_path client;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  client_max_body_size 16m;
  proxy_max_temp_file_size 0; # What it holds, it holds in memory.

  upstream labs {
    server 127.0.0.1:${labsPort};
${kept}  }

  server {
    listen unix:${NGINX_SOCKET};
    ${compressed.join('\n    ')}

    location / {
      proxy_pass http://labs;
      proxy_set_header Host $http_host;
      ${passed.join('\n      ')}
      proxy_buffering ${onOff(buffering)};
      proxy_request_buffering ${onOff(requestBuffering)};
      proxy_read_timeout ${readTimeoutMs}ms;
    }
  }
}
`
}

function isSince(version: string, since: readonly number[]): boolean {
  const numbers = version.split('.').map(Number)
  for (const [place, wanted] of since.entries()) {
    const own = numbers[place] ?? 0
    if (own !== wanted) return own > wanted
  }
  return true
}
