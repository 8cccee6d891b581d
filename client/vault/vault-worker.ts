import { serveStretching } from './kdf-worker.ts'
import { serveVault } from './serve-vault.ts'
import { workerNames } from './worker-names.ts'

/**
 * The entry of all the vault's Workers. One file in three roles, because all need libsodium, and a second file would be
 * a second download: the vault shared by all tabs, the vault of one tab, and the Worker that stretches. libsodium's
 * WebAssembly is a file beside it (client/libsodium-wasm.ts).
 */

type Scope = {
  name: string
  location: { origin: string }
  onconnect: ((event: MessageEvent) => void) | null
  onmessage: ((event: MessageEvent<{ port: MessagePort }>) => void) | null
}
const scope = globalThis as unknown as Scope

if (scope.name === workerNames.stretcher) {
  scope.onmessage = ({ data }) => serveStretching(data.port)
} else {
  const connect = serveVault(scope.location.origin)
  if ('onconnect' in scope) scope.onconnect = ({ ports: [port] }) => port && connect(port)
  else (scope as Scope).onmessage = ({ data }) => connect(data.port)
}
