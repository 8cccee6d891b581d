import { lockAfterMinutes } from './idle-lock.ts'
import { startSharedWorker, startWorker } from './trusted-worker.ts'
import { makeVaultClient, type Stretcher, type VaultClient } from './vault-client.ts'
import { workerNames } from './worker-names.ts'

/** Connects this page with the vault, and tells it whether somebody is here. Call it once per page. */
export function openVault(): Vault {
  const { port, onFailure } = connect()
  const vault = makeVaultClient({ port, startStretcher, storage: localStorage })
  onFailure((error) => vault.breakDown(error))
  const settings = watchPerson(vault)
  return { ...vault, ...settings }
}

export type Vault = VaultClient & ReturnType<typeof watchPerson>

const minutesKey = 'runkeep.lock-after-minutes'
const touchesAtMostEveryMs = 5_000

function connect(): { port: MessagePort; onFailure: (told: (error: Error) => void) => void } {
  const shared = startSharedWorker('vault', workerNames.vault)
  if (shared) return { port: shared.port, onFailure: (told) => listenForFailure(shared, told) }
  const own = startWorker('vault', workerNames.vault)
  const { port1, port2 } = new MessageChannel()
  own.postMessage({ port: port2 }, [port2])
  return { port: port1, onFailure: (told) => listenForFailure(own, told) }
}

/** Blocks for half a second and takes 128 MB, so it lives for one request only. */
function startStretcher(): Stretcher {
  const worker = startWorker('vault', workerNames.stretcher)
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ port: port2 }, [port2])
  const failed = new Promise<never>((_resolve, reject) => listenForFailure(worker, reject))
  failed.catch(() => undefined)
  return { port: port1, failed, end: () => worker.terminate() }
}

function listenForFailure(worker: Worker | SharedWorker, told: (error: Error) => void): void {
  worker.addEventListener('error', () => told(new Error('The vault could not start in this browser')))
}

function watchPerson(vault: VaultClient) {
  const isPhone = matchMedia('(pointer: coarse) and (hover: none)')
  let touchedAt = 0

  const sayPresence = (): void => {
    const isHidden = document.visibilityState === 'hidden'
    void vault.present({ isHidden, isPhone: isPhone.matches, lockAfterMinutes: minutes() }).catch(() => undefined)
  }
  const touch = (): void => {
    const state = vault.current()
    if (state.is === 'locked') return
    const isWarned = state.lockingAt !== undefined
    if (!isWarned && performance.now() - touchedAt < touchesAtMostEveryMs) return
    touchedAt = performance.now()
    void vault.stayUnlocked().catch(() => undefined)
  }
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchmove']) {
    addEventListener(event, touch, { capture: true, passive: true })
  }
  document.addEventListener('visibilitychange', sayPresence)
  addEventListener('pageshow', sayPresence)
  sayPresence()

  /** After how many minutes without a touch it locks, on this device. */
  function minutes(): number {
    const kept = Number(localStorage.getItem(minutesKey))
    return Number.isInteger(kept) && kept >= lockAfterMinutes.least ? kept : lockAfterMinutes.usual
  }

  function lockAfter(next: number): void {
    localStorage.setItem(minutesKey, String(next))
    sayPresence()
  }

  return { lockAfterMinutes: minutes, lockAfter }
}
