/** What a log line may say: named fields only, so that a body, a header or a secret cannot be logged by accident. */
export interface LogFields {
  requestId?: string
  method?: string
  /** The endpoint's path with its `:parameters`, never the address that was asked for. */
  endpoint?: string
  status?: number
  durationMs?: number
  memberId?: string
  accountId?: string
  /** Of an unforeseen error. */
  error?: string
  detail?: string
  /** Head of the audit chain: proof, outside the database, that its end was not cut off. */
  auditSeq?: number
  auditHash?: string
  /** Of a checkpoint of the audit chain, as it was signed. */
  size?: number
  head?: string
  time?: string
  key?: string
  signature?: string
  count?: number
}

export interface Log {
  request(fields: LogFields): void
  event(what: string, fields?: LogFields): void
}

/** JSON lines. */
export function jsonLog(level: 'requests' | 'events' | 'silent', write: (line: string) => void): Log {
  const tell = (what: string, fields: LogFields) =>
    write(JSON.stringify({ at: new Date().toISOString(), what, ...fields }) + '\n')
  return {
    request: level === 'requests' ? (fields) => tell('request', fields) : () => {},
    event: level === 'silent' ? () => {} : (what, fields = {}) => tell(what, fields),
  }
}
