// A proxy that every request of a browser has to pass, file:// apart: it answers none and remembers what was asked.
import { createServer } from 'node:net';

/** Browsers ask their makers for settings and updates, whatever page is open and whatever they are told. */
const ofMakers =
  /^\S+ (?:http:\/\/)?[\w.-]+\.(?:mozilla\.(?:com|org|net)|firefox\.com|google(?:apis)?\.com)[:/]/;

export interface NetworkWatch {
  readonly port: number;
  /** First line of each request that came for a page: `CONNECT example.org:443 HTTP/1.1`. */
  readonly requests: string[];
  stop(): Promise<void>;
}

export function watchNetwork(): Promise<NetworkWatch> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const line = data.toString('latin1').split('\r\n', 1)[0] ?? '';
      if (!ofMakers.test(line)) requests.push(line);
      socket.destroy();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({
        port,
        requests,
        stop: () => new Promise((done) => server.close(() => done())),
      });
    });
  });
}
