declare module 'autocannon' {
  interface Client {
    setRequests(requests: readonly Request[]): void
  }
  interface Request {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
    setupRequest?: (request: Request, context: Record<string, unknown>) => Request
    onResponse?: (status: number, body: string, context: Record<string, unknown>) => void
  }
  interface Options {
    url: string
    connections: number
    duration: number
    requests?: readonly Request[]
    setupClient?: (client: Client) => void
    timeout?: number
  }
  interface Result {
    requests: { total: number; average: number; sent: number }
    latency: { p50: number; p99: number; max: number; average: number }
    duration: number
    non2xx: number
    '2xx': number
    errors: number
    timeouts: number
  }
  /** `start`: all requests are built, and from now on they are sent. */
  interface Running extends Promise<Result> {
    once(event: 'start', listener: () => void): void
  }
  export default function autocannon(options: Options): Running
}
